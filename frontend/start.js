// Starts one area. It is a file of its own because the content security policy forbids inline scripts.
import init from "{{glue}}";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
try {
  await init({ module_or_path: "{{wasm}}" });
  document.getElementById("start")?.remove();
} catch (error) {
  console.error(error);
  document.getElementById("start-loading")?.remove();
  const sentence = document.createElement("p");
  sentence.textContent = "Commonweal could not start in this browser. Check the connection, then try again. ";
  const again = document.createElement("button");
  again.type = "button";
  again.className = "nhsuk-button";
  again.textContent = "Try again";
  again.addEventListener("click", () => location.reload());
  document.getElementById("start-failed")?.append(sentence, again);
}
