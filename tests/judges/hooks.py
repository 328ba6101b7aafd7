"""What schemathesis is told about Commonweal: who asks, what is on file; and what it keeps of the answers.

`cargo xtask judges` names in the environment: JUDGE_URL (the server), JUDGE_AS (a role's id, with `:restricted` after
it where that clearance is meant, or `nobody`), JUDGE_LOGIN and JUDGE_PASSWORD (an account that signs in with a pass
phrase), JUDGE_SOURCE (the organisation whose credential is sent), JUDGE_PEOPLE (the folder of the synthetic people) and
JUDGE_TALLY (the file for what was answered).

Real values stand in for invented ones. Which does is decided by the invented one's checksum, so the same seed makes the
same choices, and a failure can be made smaller. Only what was invented as right is replaced: what was made wrong on
purpose goes out as it is.
"""

import atexit
import json
import os
import sys
import zlib
from collections import Counter
from pathlib import Path

import requests
import schemathesis
from requests.adapters import HTTPAdapter
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

URL = os.environ["JUDGE_URL"]
SESSION = "/api/session"
LINES = ("application/fhir+ndjson", "application/x-ndjson")
"""Media types with one value on each line."""
SIGN_INS_OF_ONE_ADDRESS = 40
"""After 50 failures an address waits a quarter of an hour; before that, the next address of this machine signs in."""


def signed_in(account: str) -> dict[str, str]:
    """The headers of a new session of this demonstration account."""
    answer = requests.post(f"{URL}/api/demo/{account}", timeout=60)
    answer.raise_for_status()
    # The cookie is for TLS only: no cookie jar would send it back over plain HTTP.
    cookie = answer.headers["set-cookie"].split(";")[0]
    return {"cookie": cookie, "x-csrf-token": answer.json()["csrf_token"]}


def accounts() -> list[dict]:
    """The demonstration accounts."""
    return requests.get(f"{URL}/api/demo", timeout=60).json()


def account_of(role: str, clearance: str) -> str:
    """The first demonstration account whose first role is this one."""
    for one in accounts():
        held = one["memberships"][0]
        if (held["role"], held["clearance"]) == (role, clearance):
            return one["account"]
    raise LookupError(f"JUDGE_AS: no demonstration account is {role} with clearance {clearance}")


class OnFile:
    """Who and what is really there, as a clinician finds it who may see everything."""

    def __init__(self) -> None:
        self.accounts = [one["account"] for one in accounts()]
        self.queries = sorted(set(map(query_for, Path(os.environ["JUDGE_PEOPLE"]).glob("*/*.json"))) - {""})
        finder = signed_in(account_of("clinician", "restricted"))
        self.people: list[str] = []
        for query in self.queries:
            found = requests.post(f"{URL}/api/people/search", headers=finder, json={"query": query}, timeout=60)
            found.raise_for_status()
            self.people += [one["person"]["id"] for one in found.json() if one["person"]["id"] not in self.people]
        self.resources: list[str] = []
        self.seen: list[tuple[str, str]] = []
        for person in self.people:
            claim(finder, person)
            record = requests.get(f"{URL}/api/records/{person}", headers=finder, timeout=60)
            record.raise_for_status()
            self.seen.append((person, record.headers["etag"].strip('"')))
            rows = [row["id"] for section in record.json()["sections"] for row in section["rows"]]
            self.resources += rows[:5]
        if not (self.people and self.resources):
            raise LookupError("JUDGE_PEOPLE: nobody of that folder is on file")


def query_for(bundle: Path) -> str:
    """What somebody would type to find the person of this bundle."""
    entries = json.loads(bundle.read_text()).get("entry", [])
    names = (
        name
        for entry in entries
        if entry.get("resource", {}).get("resourceType") == "Patient"
        for name in entry["resource"].get("name", [])
    )
    return next((f"{name['given'][0]} {name['family']}" for name in names if "family" in name), "")


def claim(headers: dict[str, str], person: str) -> requests.Response:
    """Claims a relationship; whoever may not gets a refusal, and goes on without."""
    reason = {"reason": "Every record is opened to see that every answer is as described."}
    return requests.post(f"{URL}/api/records/{person}/claim", headers=headers, json=reason, timeout=60)


ROLE, _, CLEARANCE = os.environ["JUDGE_AS"].partition(":")
ACCOUNT = None if ROLE == "nobody" else account_of(ROLE, CLEARANCE or "general")
HEADERS = signed_in(ACCOUNT) if ACCOUNT else {}
FILED = OnFile()
for someone in FILED.people if ACCOUNT else []:
    claim(HEADERS, someone)


def pick(invented, among):
    """One of these in three cases of four, else nothing."""
    number = zlib.crc32(json.dumps(invented, sort_keys=True, default=str).encode())
    return None if number % 4 == 0 else among[number // 4 % len(among)]


def is_right(case, location: ParameterLocation) -> bool:
    """Whether this part of the request was made to be taken."""
    return case.meta is None or not case.meta.is_negative_at(location)


def name_real_things(case) -> None:
    """Puts what is on file into the address."""
    named = case.path_parameters
    if "hash" in named and (pair := pick(named["hash"], FILED.seen)):
        named["person"], named["hash"] = pair
        return
    sources = [os.environ["JUDGE_SOURCE"]]
    known = {"person": FILED.people, "resource": FILED.resources, "account": FILED.accounts, "source": sources}
    for name, invented in named.items():
        if name in known and invented not in known[name] and (real := pick(invented, known[name])):
            named[name] = real


def bundle_with(invented: dict) -> dict:
    """A bundle that is taken, with what was invented inside it where a reader has to look at it."""
    number = zlib.crc32(json.dumps(invented, sort_keys=True).encode())
    name = {"family": "Judged", "given": ["Ada"]}
    patient = {"resourceType": "Patient", "id": f"judged-{number % 7}", "name": [name]}
    finding = {
        "resourceType": "Observation",
        "id": f"finding-{number}",
        "status": "final",
        "code": {"text": "Peak flow"},
        "subject": {"reference": f"Patient/{patient['id']}"},
        "effectiveDateTime": "2026-02-03",
        **{("component", "valueQuantity", "note", "category")[number % 4]: invented},
    }
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": patient}, {"resource": finding}]}


def body_for(case):
    """A body that does what the operation is for, in place of an invented one; nothing where that one stays."""
    body = case.body
    if case.path == "/api/people/search":
        query = pick(body, FILED.queries)
        return query and {"query": query}
    if case.path == SESSION:
        right = {"login": os.environ["JUDGE_LOGIN"], "password": os.environ["JUDGE_PASSWORD"]}
        return pick(body, [right, None])
    if case.path == f"{SESSION}/role":
        # To JSON Schema 0.0 is an integer; our reader takes 0.
        return pick(body, [{"membership": 0}]) or {"membership": int(body["membership"])}
    if case.media_type in LINES:
        return pick(body, [True]) and "".join(json.dumps(bundle_with({"text": body[at:]})) + "\n" for at in range(3))
    if case.path.startswith("/api/intake/"):
        return pick(body, [True]) and bundle_with(body)
    return None


class From(HTTPAdapter):
    """Sends from this address."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **settings) -> None:
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **settings)


def attempt_from(adapters: list[From]) -> From:
    """The way that an attempt to sign in takes: each address makes a few."""
    ATTEMPTS["made"] += 1
    while len(adapters) * SIGN_INS_OF_ONE_ADDRESS < ATTEMPTS["made"]:
        adapters.append(From(f"127.0.0.{len(adapters) + 2}"))
    return adapters[-1]


ATTEMPTS: Counter = Counter()
OTHERS: list[From] = []
usual_adapter = requests.Session.get_adapter


def adapter(session: requests.Session, url: str) -> HTTPAdapter:
    """The usual way, but for attempts to sign in, where this system has more than one address of its own."""
    signs_in = url == URL + SESSION and sys.platform == "linux"
    return attempt_from(OTHERS) if signs_in else usual_adapter(session, url)


requests.Session.get_adapter = adapter


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """Says who asks, and puts real values in place of invented ones."""
    if case.path_parameters and is_right(case, ParameterLocation.PATH):
        name_real_things(case)
    if case.operation.body and is_right(case, ParameterLocation.BODY) and (body := body_for(case)):
        case.body = body
    if case.path.startswith("/api/intake/"):
        return
    # What ends or changes a session has one of its own.
    changes = case.path.startswith(SESSION) and case.method != "GET" or "account" in (case.path_parameters or {})
    case.headers.update(signed_in(ACCOUNT) if changes and ACCOUNT else HEADERS)


@schemathesis.serializer(*LINES)
def as_lines(context, value) -> bytes:
    """A text as it is; what is none, and so is wrong, as JSON."""
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """To the document, lines are any text: that some of it is no JSON may be answered 400."""
    any_text = isinstance(failure, RejectedPositiveData) and case.media_type in LINES
    return not (any_text and response.status_code == 400)


ANSWERS: Counter = Counter()


@schemathesis.hook
def after_call(context, case, response) -> None:
    """Counts the answer."""
    described = case.method.upper() == case.operation.method.upper()
    ANSWERS[case.operation.label if described else "another method", response.status_code] += 1


@atexit.register
def keep_tally() -> None:
    """Writes what was counted where the one who called can read it."""
    counted = [{"operation": label, "status": status, "answers": n} for (label, status), n in sorted(ANSWERS.items())]
    Path(os.environ["JUDGE_TALLY"]).write_text(json.dumps(counted))
