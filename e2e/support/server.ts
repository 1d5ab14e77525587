// The real server as a process of its own, with a data folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ADDRESS = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/;
const START_WITHIN_MS = 30_000;

export class Server {
  /** What it has printed so far. */
  log = "";
  #process: ChildProcess | undefined;

  private constructor(
    /** Where the dashboard is, without a slash at the end. The same after a restart. */
    readonly address: string,
    readonly dataDir: string,
    readonly extraEnv: Record<string, string>,
  ) {}

  get mailDir(): string {
    return join(this.dataDir, "mail");
  }

  /** Starts a server on a free port; `env` overrides its configuration. */
  static async start(env: Record<string, string> = {}): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), "mgs-wa-e2e-"));
    const server = new Server(`http://127.0.0.1:${await freePort()}`, dataDir, env);
    await server.start();
    return server;
  }

  /** Starts the process and waits until it says where it listens. */
  async start(): Promise<void> {
    const binary = process.env.MGS_BINARY;
    if (!binary) throw new Error("MGS_BINARY is not set: use `cargo xtask browser`");
    const child = spawn(binary, ["serve"], { env: this.#env(), stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`mgs-wa ${why}\n${this.log}`));
      const timer = setTimeout(() => fail("did not start in time"), START_WITHIN_MS);
      const hear = (chunk: Buffer) => {
        this.log += chunk.toString();
        if (ADDRESS.test(this.log)) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.once("error", (error) => fail(error.message));
      child.once("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
    });
  }

  /** Ends the process as a service manager does (SIGTERM) or as a power cut does (SIGKILL). */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  /** Ends the process for good and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #env(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      MGS_DATA_DIR: this.dataDir,
      MGS_LISTEN: new URL(this.address).host,
      MGS_PUBLIC_URL: this.address,
      ...this.extraEnv,
    };
  }
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
