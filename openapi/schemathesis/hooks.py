"""What schemathesis is told: who calls, which ids exist, and values that only this server can know.

What is of the wrong form stays as it is, and must be refused.
"""

import json
import os
import re
from collections import Counter
from itertools import count

import schemathesis

from people import PASSWORD, RENEW_EVERY_S, SAME_ORIGIN, new_address
from things import WORKSPACE, Things, every_scope, issue_key, join, owner

CALLER = os.environ["MGS_CONTRACT_CALLER"]
# They would take the caller's own place from under them.
ON_OTHERS_ALONE = ("end_member_sessions", "end_session", "remove_member", "update_member")
TYPE_ID = "[0-7][0-9a-hjkmnp-tv-z]{25}"

key = issue_key(every_scope())["secret"] if CALLER == "key" else None
caller = owner if CALLER in ("key", "owner") else join(CALLER)
myself = {"member_id": caller.member(WORKSPACE), "session_id": caller.session()}
bystander = join("viewer")
things = Things(caller)
n_called = count(1)
n_called_of: Counter[str] = Counter()
# Every id that an answer has named.
known: set[str] = set()
# What the draft of a bot is at.
revisions: dict[object, int] = {}


@schemathesis.auth(refresh_interval=None if key else RENEW_EVERY_S)
class Caller:
    """A program with an API key; or a person's session, renewed before it ends."""

    def get(self, case, context):
        if not key:
            caller.renew()
            caller.prove_password()
        return {"Authorization": f"Bearer {key}"} if key else SAME_ORIGIN

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), **data}
        if not key:
            case.cookies = {**(case.cookies or {}), **caller.jar}


def fitting(operation: str, bot: object, body: dict) -> dict[str, object]:
    """Values that no schema can say: that are known here, that a rule in words asks for."""
    person = {"name": "Asha Patel", "email": new_address(), "phone": "+919812345678", "password": "nine blue lanterns"}
    workspace = {"name": "Maa Bakery", "time_zone": "Asia/Kolkata"}
    api_key = {"name": "Shop", "scopes": ["bots.read"], "addresses": ["203.0.113.0/24"]}
    revision = revisions.get(bot, 1)
    values = {
        "change_draft": {"base_revision": revision},
        "change_password": {"password": "nine blue lanterns"},
        "create_api_key": api_key,
        "create_bot": {"name": "Welcome", "starter": "menu", "import": None},
        "create_invitation": {"email": person["email"], "role": "agent"},
        "create_workspace": workspace,
        "publish_bot": {"revision": revision},
        "reauthenticate": {"password": caller.password},
        "request_email_change": {"email": person["email"]},
        "send_message": {"text": "Namaste"},
        "sign_in": {"email": bystander.email, "password": PASSWORD},
        "sign_up": {**person, "business_name": "Maa Bakery", "time_zone": "Asia/Kolkata"},
        "sign_up_by_invitation": {**person, "token": things.of["invitation"]},
        "update_api_key": api_key,
        "update_me": person,
        "update_workspace": workspace,
        "view_invitation": {"token": things.of["invitation"]},
        "write_from_phone": {"text": "hello"},
    }
    return {name: value for name, value in values.get(operation, {}).items() if name in body}


def is_free(name: str, value: object) -> bool:
    """Whether a parameter of a path has the right form, and names nothing that was ever there."""
    if name == "number":
        return str(value).isdecimal() and 0 < int(str(value)) < 2**31
    real = things.of[name]
    return re.fullmatch(real[:4] + TYPE_ID, str(value)) is not None and value not in known


def place(operation: str, parameters: dict[str, object], n: int) -> None:
    """Ids that name nothing become those of things that are there: the workspace always, the rest three times of four."""
    for name, value in parameters.items():
        is_mine = operation in ON_OTHERS_ALONE and value == myself.get(name)
        is_other = name == "workspace_id" and value in known
        if is_mine or is_other or (is_free(name, value) and (name == "workspace_id" or n % 4)):
            parameters[name] = things.of[name]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Every call comes from an address of its own, so that wrong passwords shut nobody else out.

    Every other one that fits the schema fits the rules in words as well, and names no state of a document.
    """
    n = next(n_called)
    case.headers["X-Forwarded-For"] = f"198.51.{n // 250 % 250}.{n % 250 + 1}"
    operation = context.operation.definition.raw["operationId"]
    n_called_of[operation] += 1
    place(operation, case.path_parameters, n_called_of[operation])
    if n_called_of[operation] % 2 and case.meta and case.meta.generation.mode.is_positive:
        case.headers.pop("If-Match", None)
        if isinstance(case.body, dict):
            bot = case.path_parameters.get("bot_id")
            case.body = {**case.body, **fitting(operation, bot, case.body)}


def note_draft(bot: object, text: str) -> None:
    """The revision that a draft is at, where an answer says it."""
    answer = json.loads(text) if text.startswith("{") else {}
    draft = answer.get("current") or answer
    if isinstance(draft, dict) and "flow" in draft and "revision" in draft:
        revisions[bot] = draft["revision"]


@schemathesis.hook
def after_call(context, case, response):
    """What ended is made anew, and what changed is kept."""
    operation = context.operation.definition.raw["operationId"]
    text = response.content.decode(errors="replace")
    known.update(re.findall("[a-z]{3}_" + TYPE_ID, text))
    note_draft(case.path_parameters.get("bot_id"), text)
    if response.status_code < 300:
        if operation == "change_password":
            caller.password = case.body["password"]
        if operation == "disconnect_number":
            known.discard(case.path_parameters["number_id"])
        things.make_anew(operation)
