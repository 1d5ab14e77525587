CREATE TABLE IF NOT EXISTS setting (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS app (
    app_id TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    webhook_url TEXT NOT NULL,
    verify_token TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS number (
    phone_number_id TEXT PRIMARY KEY,
    waba_id TEXT NOT NULL,
    app_id TEXT NOT NULL REFERENCES app (app_id),
    token TEXT NOT NULL,
    display_phone_number TEXT NOT NULL,
    verified_name TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS number_token ON number (token);

CREATE TABLE IF NOT EXISTS phone (
    user_id TEXT PRIMARY KEY,
    wa_id TEXT UNIQUE,
    name TEXT NOT NULL,
    username TEXT
) WITHOUT ROWID;

-- When a phone last wrote to a number: the customer service window.
CREATE TABLE IF NOT EXISTS conversation (
    phone_number_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    last_written_ms INTEGER NOT NULL,
    PRIMARY KEY (phone_number_id, user_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Rises with every change of any message: the cursor of a conversation.
    change INTEGER NOT NULL UNIQUE,
    wamid TEXT NOT NULL UNIQUE,
    phone_number_id TEXT NOT NULL,
    user_id TEXT,
    recipient TEXT NOT NULL,
    is_from_business INTEGER NOT NULL,
    body TEXT NOT NULL,
    content TEXT NOT NULL,
    reply_to TEXT,
    callback_data TEXT,
    state TEXT NOT NULL,
    error_code INTEGER,
    at_ms INTEGER NOT NULL
);

CREATE INDEX IF NOT EXISTS message_conversation ON message (phone_number_id, user_id, change);
CREATE INDEX IF NOT EXISTS message_thread ON message (phone_number_id, user_id, seq);

-- Webhooks not answered 200 yet, in the order in which they came to be.
CREATE TABLE IF NOT EXISTS webhook (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    phone_number_id TEXT NOT NULL,
    person TEXT NOT NULL,
    -- The phone's message it carries; NULL for statuses.
    wamid TEXT,
    body TEXT NOT NULL,
    due_ms INTEGER NOT NULL
);

CREATE INDEX IF NOT EXISTS webhook_number ON webhook (phone_number_id);
