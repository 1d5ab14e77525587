"""Who calls: a person who signed up through the API, one they invited under another role, or a program with their key.

Nothing of the server's inside is used: sign-up, the link in the mail, the session cookies and their renewal are what a
browser does.
"""

import os
import re
import time
from email import message_from_bytes
from pathlib import Path

import requests
import schemathesis

ADDRESS = os.environ["MGS_CONTRACT_ADDRESS"]
MAILS = Path(os.environ["MGS_CONTRACT_MAILS"])
CALLER = os.environ["MGS_CONTRACT_CALLER"]
PASSWORD = "seven green lanterns"
SAME_ORIGIN = {"X-MGS-Request": "1", "Origin": ADDRESS}
RENEW_EVERY_S = 240
TYPE_ID = r"[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}"


class Person:
    """Somebody with an account, as their browser is: a jar of cookies."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.browser = requests.Session()
        self.browser.headers.update(SAME_ORIGIN)

    def call(self, method: str, path: str, **body: object) -> requests.Response:
        answer = self.browser.request(method, f"{ADDRESS}/api/v1{path}", json=body or None, cookies=self.cookies())
        answer.raise_for_status()
        self.jar = getattr(self, "jar", {}) | answer.cookies.get_dict()
        return answer

    def prove_password(self) -> None:
        """Opens sensitive acts for five minutes; in vain once the run itself has changed the password or guessed at it."""
        try:
            self.call("POST", "/me/reauthentication", password=PASSWORD)
        except requests.HTTPError as refused:
            if refused.response.status_code not in (422, 429):
                raise

    def cookies(self) -> dict[str, str]:
        """By hand: the cookies are `Secure`, which `requests` takes as "not over plain http to 127.0.0.1"."""
        return getattr(self, "jar", {})

    def sign_up(self) -> None:
        self.call(
            "POST",
            "/sign-up",
            name="Asha Patel",
            email=self.email,
            phone="+919812345678",
            business_name="Maa Bakery",
            password=PASSWORD,
        )
        self.call("POST", "/verify", token=token_in_mail(self.email, "verify"))


    def join(self, token: str) -> None:
        self.call("POST", "/invitations/sign-up", token=token, name="Ravi Kumar", password=PASSWORD)


def token_in_mail(address: str, page: str) -> str:
    """The token of the newest link to `page` that was sent to `address`."""
    for _ in range(100):
        for file in sorted(MAILS.glob("*.eml"), reverse=True):
            mail = message_from_bytes(file.read_bytes())
            text = " ".join(
                part.get_payload(decode=True).decode() for part in mail.walk() if part.get_content_type() == "text/plain"
            )
            found = re.search(rf"/{page}#(\S+)", text)
            if address in mail["To"] and found:
                return found.group(1)
        time.sleep(0.1)
    raise RuntimeError(f"no link to /{page} was sent to {address}")


def make_something() -> dict[str, str]:
    """One of each thing that ids name: a number, a live bot, a conversation, a run."""
    base = f"/workspaces/{workspace}"
    number = owner.call("POST", f"{base}/numbers/sandbox").json()
    starters = owner.call("GET", f"{base}/starters").json()
    bot = owner.call("POST", f"{base}/bots", starter=starters[0]["id"]).json()
    draft = owner.call("GET", f"{base}/bots/{bot['id']}/draft").json()
    owner.call("POST", f"{base}/bots/{bot['id']}/publish", revision=draft["revision"])
    owner.call("POST", f"{base}/numbers/{number['id']}/phone/messages", kind="text", text="hello")
    for _ in range(100):
        runs = owner.call("GET", f"{base}/bots/{bot['id']}/runs").json()["items"]
        if runs:
            return {
                "workspace_id": workspace,
                "bot_id": bot["id"],
                "number_id": number["id"],
                "conversation_id": runs[0]["conversation_id"],
                "run_id": runs[0]["id"],
                "number": 1,
            }
        time.sleep(0.1)
    raise RuntimeError("the bot did not answer")


def invited(role: str) -> Person:
    """Somebody who became a member by an invitation."""
    person = Person(f"{role}@example.com")
    owner.call("POST", f"/workspaces/{workspace}/invitations", email=person.email, role=role)
    person.join(token_in_mail(person.email, "invitation"))
    return person


def key() -> str:
    """An API key with every scope that a key can have."""
    schema = requests.get(f"{ADDRESS}/api/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    by_key = [each["api_key"] for operation in operations for each in operation["security"] if "api_key" in each]
    scopes = sorted({scope for scopes in by_key for scope in scopes})
    owner.call("POST", "/me/reauthentication", password=PASSWORD)
    issued = owner.call("POST", f"/workspaces/{workspace}/api-keys", name="Contract", scopes=scopes)
    return issued.json()["secret"]


owner = Person("owner@example.com")
owner.sign_up()
workspace = owner.call("GET", "/me").json()["workspaces"][0]["workspace_id"]
things = make_something()
n_cases = 0

if CALLER == "key":

    @schemathesis.auth(refresh_interval=None)
    class Key:
        """A program with an API key."""

        def get(self, case, context):
            return key()

        def set(self, case, data, context):
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}

else:
    caller = owner if CALLER == "owner" else invited(CALLER)

    @schemathesis.auth(refresh_interval=RENEW_EVERY_S)
    class Session:
        """The caller's session, renewed before its access token ends."""

        def get(self, case, context):
            caller.call("POST", "/session/refresh")
            caller.prove_password()
            return caller.cookies()

        def set(self, case, data, context):
            case.cookies = {**(case.cookies or {}), **data}
            case.headers = {**(case.headers or {}), **SAME_ORIGIN}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Ids of the right form become ids that exist: the workspace always, the rest every other time.

    What is not of the right form stays, and must be refused.
    """
    global n_cases
    n_cases += 1
    for name, value in (path_parameters or {}).items():
        is_id = isinstance(value, int) if name == "number" else re.fullmatch(TYPE_ID, str(value))
        if is_id and (name == "workspace_id" or n_cases % 2):
            path_parameters[name] = things.get(name, value)
    return path_parameters
