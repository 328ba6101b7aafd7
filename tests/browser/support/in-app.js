// Moves inside the running page as a link does, without loading it again.

/** Goes to an address of the page that is open. */
export async function goInApp(page, path) {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}
