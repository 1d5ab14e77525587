"""The client that `openapi-python-client` makes of the document, against a running server, with an API key."""

import os
import uuid

from mgs_wa_client import AuthenticatedClient
from mgs_wa_client.api.bots import create_bot, get_draft, list_bots, publish_bot, update_bot
from mgs_wa_client.models import Bot, BotPatch, BotState, BotVersion, Draft, ErrorCode, NewBot, PageBot, Problem, Publish

WORKSPACE = os.environ["MGS_WORKSPACE"]
STRANGE = "bot_01h455vb4pex5vsknk084sn02q"
client = AuthenticatedClient(base_url=os.environ["MGS_URL"], token=os.environ["MGS_KEY"], httpx_args={"trust_env": False})


def create(name: str, **more: str) -> Bot:
    bot = create_bot.sync(WORKSPACE, client=client, body=NewBot(name=name, **more))
    assert isinstance(bot, Bot), bot
    return bot


def check_list_create_update() -> None:
    page = list_bots.sync(WORKSPACE, client=client)
    assert isinstance(page, PageBot) and page.items == [] and page.next_cursor is None, page
    bot = create("Orders")
    assert (bot.name, bot.state, bot.live_version) == ("Orders", BotState.NOT_PUBLISHED, None), bot
    renamed = update_bot.sync(WORKSPACE, bot.id, client=client, body=BotPatch(name="Orders and returns"))
    assert isinstance(renamed, Bot) and renamed.id == bot.id and renamed.name == "Orders and returns", renamed


def check_publish() -> None:
    bot = create("Menu", starter="menu")
    draft = get_draft.sync(WORKSPACE, bot.id, client=client)
    assert isinstance(draft, Draft) and len(draft.flow.steps) > 1, draft
    version = publish_bot.sync(WORKSPACE, bot.id, client=client, body=Publish(revision=draft.revision, note="First"))
    assert isinstance(version, BotVersion) and (version.number, version.is_live) == (1, True), version
    stale = publish_bot.sync(WORKSPACE, bot.id, client=client, body=Publish(revision=draft.revision + 1))
    assert isinstance(stale, Problem) and stale.code == ErrorCode.STALE_REVISION, stale


def check_errors_are_typed() -> None:
    missing = update_bot.sync(WORKSPACE, STRANGE, client=client, body=BotPatch(name="x"))
    assert isinstance(missing, Problem) and (missing.status, missing.code) == (404, ErrorCode.NOT_FOUND), missing
    wrong = create_bot.sync(WORKSPACE, client=client, body=NewBot(name=""))
    assert isinstance(wrong, Problem) and wrong.code == ErrorCode.INVALID, wrong
    assert [error.pointer for error in wrong.errors] == ["/name"] and wrong.request_id.startswith("req_"), wrong


def check_paging() -> None:
    made = {create(f"Page {n}").id for n in range(5)}
    seen, cursor, n_pages = [], None, 0
    while n_pages == 0 or cursor is not None:
        page = list_bots.sync(WORKSPACE, client=client, limit=2, **({"cursor": cursor} if cursor else {}))
        assert isinstance(page, PageBot) and len(page.items) <= 2, page
        seen += [bot.id for bot in page.items]
        cursor, n_pages = page.next_cursor, n_pages + 1
    assert len(seen) == len(set(seen)) and made <= set(seen) and n_pages == -(-len(seen) // 2), seen


def check_retry_is_idempotent() -> None:
    key = str(uuid.uuid4())

    def send(name: str):
        return create_bot.sync_detailed(WORKSPACE, client=client, body=NewBot(name=name), idempotency_key=key)

    first, again = send("Once"), send("Once")
    assert (first.status_code, again.status_code) == (201, 201), (first, again)
    assert again.content == first.content and again.parsed.id == first.parsed.id, (first, again)
    assert "idempotency-replayed" not in first.headers and again.headers["idempotency-replayed"] == "true", again
    other = send("Another").parsed
    assert isinstance(other, Problem) and other.code == ErrorCode.IDEMPOTENCY_KEY_REUSED, other


for check in [check_list_create_update, check_publish, check_errors_are_typed, check_paging, check_retry_is_idempotent]:
    check()
    print(f"  {check.__name__.removeprefix('check_').replace('_', ' ')}: fine")
