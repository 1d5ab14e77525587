"""One of each thing that ids name, made by the owner; what the run ends is made anew."""

import time
from collections.abc import Callable

import requests

from people import ADDRESS, Person, new_address, token_in_mail

owner = Person("owner@example.com")
owner.sign_up()
WORKSPACE: str = owner.call("GET", "/me").json()["workspaces"][0]["workspace_id"]
BASE = f"/workspaces/{WORKSPACE}"


def make_number() -> dict[str, object]:
    """Or one that is there, when there are enough."""
    try:
        return {"number_id": owner.call("POST", f"{BASE}/numbers/sandbox").json()["id"]}
    except requests.HTTPError:
        numbers = owner.call("GET", f"{BASE}/numbers").json()["items"]
        return {"number_id": next(number["id"] for number in numbers if number["state"] == "connected")}


def make_bot() -> dict[str, object]:
    # Two live bots that answer the same words are refused.
    for other in owner.call("GET", f"{BASE}/bots").json()["items"]:
        if other["state"] == "live":
            owner.call("POST", f"{BASE}/bots/{other['id']}/pause")
    starters = owner.call("GET", f"{BASE}/starters").json()
    bot = owner.call("POST", f"{BASE}/bots", starter=starters[0]["id"]).json()["id"]
    revision = owner.call("GET", f"{BASE}/bots/{bot}/draft").json()["revision"]
    owner.call("POST", f"{BASE}/bots/{bot}/publish", revision=revision)
    return {"bot_id": bot, "number": 1}


def make_run(number: object, bot: object) -> dict[str, object]:
    owner.call("POST", f"{BASE}/numbers/{number}/phone/messages", kind="text", text="hello")
    for _ in range(100):
        runs = owner.call("GET", f"{BASE}/bots/{bot}/runs").json()["items"]
        if runs:
            return {"conversation_id": runs[0]["conversation_id"], "run_id": runs[0]["id"]}
        time.sleep(0.1)
    raise RuntimeError("the bot did not answer")


def make_key() -> dict[str, object]:
    return {"api_key_id": issue_key(["bots.read"])["key"]["id"]}


def issue_key(scopes: list[str]) -> dict:
    owner.prove_password()
    return owner.call("POST", f"{BASE}/api-keys", name="Contract", scopes=scopes).json()


def make_invitation() -> dict[str, object]:
    address = new_address()
    invitation = owner.call("POST", f"{BASE}/invitations", email=address, role="viewer").json()["id"]
    return {"invitation_id": invitation, "invitation": token_in_mail(address, "invitation")}


def make_member() -> dict[str, object]:
    return {"member_id": join("viewer").member(WORKSPACE)}


def join(role: str) -> Person:
    """Somebody who became a member by an invitation."""
    person = Person(new_address())
    owner.prove_password()
    owner.call("POST", f"{BASE}/invitations", email=person.email, role=role)
    token = token_in_mail(person.email, "invitation")
    person.call("POST", "/invitations/sign-up", token=token, name="Ravi Kumar", password=person.password)
    return person


def every_scope() -> list[str]:
    """What keys can be given: the permissions of the operations that take one."""
    paths = requests.get(f"{ADDRESS}/api/openapi.json").json()["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    by_key = [each for each in operations if any("api_key" in way for way in each["security"])]
    return sorted({operation["x-permission"] for operation in by_key})


class Things:
    """The ids that are there now, by the name of the parameter, and what else of them a request names."""

    def __init__(self, caller: Person) -> None:
        self.caller = caller
        self.of = {"workspace_id": WORKSPACE} | make_number() | make_bot()
        self.of |= make_run(self.of["number_id"], self.of["bot_id"])
        self.of |= make_key() | make_invitation() | make_member() | self.make_session()
        self.makers: dict[str, Callable[[], dict[str, object]]] = {
            "delete_bot": make_bot,
            "disconnect_number": make_number,
            "revoke_api_key": make_key,
            "revoke_invitation": make_invitation,
            "sign_up_by_invitation": make_invitation,
            "remove_member": make_member,
            "end_session": self.make_session,
            "end_other_sessions": self.make_session,
            "change_password": self.make_session,
        }

    def make_session(self) -> dict[str, object]:
        return {"session_id": self.caller.other_browser().session()}

    def make_anew(self, operation: str) -> None:
        """After an operation that ended one of them."""
        if operation not in self.makers:
            return
        try:
            self.of |= self.makers[operation]()
        except requests.HTTPError as refused:
            # There may be enough of them by now, such as mails of a day: then the one that is gone stays.
            if refused.response.status_code not in (409, 429):
                raise

