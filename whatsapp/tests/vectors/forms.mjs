// Makes forms.json: requests and answers of a form endpoint, encrypted by Node's crypto as Meta's guide does it
// (Flows, Implementing your Flow endpoint). Run it as: node whatsapp/tests/vectors/forms.mjs
// The keys in it are for these tests alone.
import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";

const pair = (bits) => generateKeyPairSync("rsa", { modulusLength: bits });
const pem = (key, type) => key.export({ type, format: "pem" });
const { publicKey, privateKey } = pair(2048);

const seal = (key, iv, text) => {
  const cipher = createCipheriv("aes-128-gcm", key, iv);
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
};
const wrap = (key, oaepHash) =>
  publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, key).toString("base64");

const requests = {
  ping: { version: "3.0", action: "ping" },
  init: { version: "3.0", action: "INIT", screen: "", data: {}, flow_token: "token-1" },
  exchange: {
    version: "3.0", action: "data_exchange", screen: "BOOKING", flow_token: "token-1",
    data: { day: "2026-12-01", name: "Zoë 😀" }, of_tomorrow: [1, null],
  },
  failure: {
    version: "3.0", action: "data_exchange", screen: "BOOKING", flow_token: "token-1",
    data: { error: "INVALID_SCREEN_TRANSITION", error_message: "no such screen" },
  },
};
const answers = {
  ping: { data: { status: "active" } },
  init: { data: { slots: ["08:00"] }, screen: "BOOKING" },
  exchange: { data: { extension_message_response: { params: { flow_token: "token-1", slot: "08:00" } } }, screen: "SUCCESS" },
  failure: { data: { acknowledged: true } },
};

const vectors = Object.keys(requests).map((name) => {
  const [key, iv] = [randomBytes(16), randomBytes(16)];
  const body = {
    encrypted_flow_data: seal(key, iv, JSON.stringify(requests[name])),
    encrypted_aes_key: wrap(key, "sha256"),
    initial_vector: iv.toString("base64"),
  };
  const flipped = Buffer.from(iv.map((byte) => ~byte));
  return { name, request: requests[name], body, answer: answers[name], sealed_answer: seal(key, flipped, JSON.stringify(answers[name])) };
});

const [key, iv] = [randomBytes(16), randomBytes(16)];
const text = JSON.stringify(requests.ping);
const refused = {
  "oaep with sha1": { encrypted_flow_data: seal(key, iv, text), encrypted_aes_key: wrap(key, "sha1"), initial_vector: iv.toString("base64") },
  "a key of 32 bytes": { encrypted_flow_data: seal(key, iv, text), encrypted_aes_key: wrap(randomBytes(32), "sha256"), initial_vector: iv.toString("base64") },
  "another key": { encrypted_flow_data: seal(randomBytes(16), iv, text), encrypted_aes_key: wrap(key, "sha256"), initial_vector: iv.toString("base64") },
  "no OAEP, data under zeros": { encrypted_flow_data: seal(Buffer.alloc(16), iv, text), encrypted_aes_key: randomBytes(256).toString("base64"), initial_vector: iv.toString("base64") },
};
const not_an_object = { encrypted_flow_data: seal(key, iv, "[1]"), encrypted_aes_key: wrap(key, "sha256"), initial_vector: iv.toString("base64") };

writeFileSync(new URL("forms.json", import.meta.url), JSON.stringify({
  private_pkcs8: pem(privateKey, "pkcs8"), private_pkcs1: pem(privateKey, "pkcs1"), public: pem(publicKey, "spki"),
  other_private: pem(pair(2048).privateKey, "pkcs8"), small_private: pem(pair(1024).privateKey, "pkcs8"),
  vectors, refused, not_an_object,
}, null, 1) + "\n");
