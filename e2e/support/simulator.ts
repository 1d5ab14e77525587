// Meta's side as a process of its own: other people's phones, and sends that fail.
import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { freePort, Server } from "./server.ts";

/** A customer's phone. */
export type Phone = { name: string; wa_id: string };

export class Simulator {
  #process: ChildProcess | undefined;
  #token = "";

  private constructor(
    readonly address: string,
    readonly dataDir: string,
  ) {}

  /** Starts a server whose Meta is a simulator of its own. */
  static async beside(): Promise<{ server: Server; simulator: Simulator }> {
    const address = `http://127.0.0.1:${await freePort()}`;
    const server = await Server.start({ MGS_SIMULATOR_URL: address });
    const simulator = new Simulator(address, server.dataDir);
    await simulator.#start();
    return { server, simulator };
  }

  async #start(): Promise<void> {
    const listen = new URL(this.address).host;
    const args = ["simulator", "--data-dir", this.dataDir, "--simulator-listen", listen];
    this.#process = spawn(process.env.MGS_BINARY ?? "", args, { stdio: "ignore" });
    this.#token = await adminToken(this.dataDir);
    await expect
      .poll(() => this.#call("GET", "/health").then((response) => response.status, () => 0), "the simulator answers")
      .toBe(200);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }

  /** Makes a phone. */
  async phone(phone: Phone): Promise<void> {
    await this.#done("POST", "/phones", phone);
  }

  /** Writes a text from a phone to a number. */
  async write(number: string, phone: Phone, body: string): Promise<void> {
    await this.#done("POST", `/numbers/${number}/phones/${phone.wa_id}/messages`, { kind: "text", body });
  }

  /** Reads on a phone what a number wrote. */
  async read(number: string, phone: Phone): Promise<void> {
    await this.#done("POST", `/numbers/${number}/phones/${phone.wa_id}/read`, {});
  }

  /** Refuses the next sends with one of Meta's errors. */
  async refuse(code: number, n_sends = 1): Promise<void> {
    await this.#done("PUT", "/faults", { error: { code, http_status: 400, n_sends } });
  }

  async #done(method: string, path: string, body: unknown): Promise<void> {
    const response = await this.#call(method, path, body);
    if (!response.ok) throw new Error(`simulator: ${method} ${path}: ${response.status} ${await response.text()}`);
  }

  #call(method: string, path: string, body?: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json" };
    return fetch(`${this.address}/_simulator${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  }
}

/** The token of the admin API, derived from the key ring as the server does it. */
async function adminToken(dataDir: string): Promise<string> {
  const lines = (await readFile(join(dataDir, "key-ring"), "utf8")).split("\n").filter((line) => /^\d/.test(line));
  const key = lines.at(-1)?.split(" ")[1] ?? "";
  return createHmac("sha256", Buffer.from(key, "hex")).update("mgs-wa ring: simulator").digest("hex");
}
