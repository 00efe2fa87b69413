// Starts the program twice (published figures, invented data), runs the tests, stops both.
// `node run.mjs [test file...]`; CAKUPAN_URL and CAKUPAN_SIMULATED_URL use running ones instead.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startProgram } from './lib/server.mjs';

const SIMULATED = ['--months', '24', '--levels', 'province,regency', '--seed', '1'];

const started = [];
async function address(variable, options) {
  if (process.env[variable]) return process.env[variable];
  const program = await startProgram(options);
  started.push(program);
  return program.url;
}

async function main() {
  const env = {
    ...process.env,
    CAKUPAN_URL: await address('CAKUPAN_URL'),
    CAKUPAN_SIMULATED_URL: await address('CAKUPAN_SIMULATED_URL', { simulate: SIMULATED }),
  };
  const files = process.argv.length > 2
    ? process.argv.slice(2)
    : readdirSync('.').filter((name) => name.endsWith('.test.mjs')).sort();
  // The spec reporter prints names and, at the end, the counts, also where there is no terminal.
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files], {
    stdio: ['ignore', 'inherit', 'inherit'], env,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => tests.kill(signal));
  const code = await new Promise((resolve) => tests.once('exit', resolve));
  if (code !== 0) {
    for (const program of started) {
      console.log(`-- last lines of the program at ${program.url}\n${program.log().slice(-3000)}`);
    }
  }
  return code ?? 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await Promise.all(started.map((program) => program.stop()));
}
