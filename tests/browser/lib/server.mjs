// Starts the program under test on a free port with a database of its own.
import { spawn, execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

const run = promisify(execFile);
const START_SECONDS = 60;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** What the tests run: the debug build, unless CAKUPAN_BINARY names another one. */
export const binary = process.env.CAKUPAN_BINARY
  ?? join(import.meta.dirname, '../../../target/debug/cakupan');

/**
 * Starts `cakupan serve`. With `simulate`, fills the new database with that invented data first.
 * Returns the address, the database and a function that stops the process and removes its files.
 */
export async function startProgram({ simulate } = {}) {
  if (!existsSync(binary)) throw new Error(`no program at ${binary}: run cargo build first`);
  const folder = await mkdtemp(join(tmpdir(), 'cakupan-browser-'));
  const database = `sqlite:${join(folder, 'cakupan.db')}`;
  if (simulate) {
    await run(binary, ['simulate', '--database', database, ...simulate]);
  }

  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['serve', '--database', database, '--listen', address], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => { log = (log + text).slice(-20_000); });
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    }
    await rm(folder, { recursive: true, force: true });
  };

  const url = `http://${address}`;
  for (const deadline = Date.now() + START_SECONDS * 1000; ;) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`the program ended with ${child.exitCode} before it answered:\n${log}`);
    }
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return { url, database, stop, log: () => log };
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`no page within ${START_SECONDS} s (last status ${answer?.status}):\n${log}`);
    }
    await sleep(100);
  }
}

/** Adds an account to a database: `cakupan user add` with the password on standard input. */
export async function addUser(database, options, password) {
  const adding = run(binary, ['user', 'add', '--database', database, ...options]);
  adding.child.stdin.end(`${password}\n`);
  await adding;
}
