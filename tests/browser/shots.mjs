// Pictures of every page type: `npm run shots -- FOLDER`, with the debug build.
// For each page: 1366x768 (first screen and whole), 390x844, dark, and as printed.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DESKTOP, launch, PHONE } from './lib/browser.mjs';
import { startProgram } from './lib/server.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: npm run shots -- FOLDER [words of the names to draw]');
  process.exit(2);
}
const only = process.argv.slice(3);

const PRINT = { width: 688, height: 973 };
const LOOKS = [
  { look: 'layar', viewport: DESKTOP },
  { look: '1366', viewport: DESKTOP, fullPage: true },
  { look: '390', viewport: PHONE, fullPage: true },
  { look: 'gelap', viewport: DESKTOP, colorScheme: 'dark', fullPage: true },
  { look: 'cetak', viewport: PRINT, media: 'print', fullPage: true },
];

const started = [];
async function address(variable, options) {
  if (process.env[variable]) return process.env[variable];
  const program = await startProgram(options);
  started.push(program);
  return program.url;
}

let browser;
try {
  await mkdir(folder, { recursive: true });
  process.env.CAKUPAN_URL = await address('CAKUPAN_URL');
  process.env.CAKUPAN_SIMULATED_URL = await address('CAKUPAN_SIMULATED_URL', {
    simulate: ['--months', '24', '--levels', 'province,regency', '--seed', '1'],
  });
  // Reads the addresses when it is loaded.
  const { pages } = await import('./lib/pages.mjs');
  browser = await launch();
  for (const { name, site, url } of pages) {
    const file = site === 'published' ? name : `simulasi-${name}`;
    if (only.length > 0 && !only.some((word) => file.includes(word))) continue;
    for (const { look, viewport, colorScheme = 'light', media = 'screen', fullPage = false } of LOOKS) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.emulateMedia({ media });
      await page.goto(url);
      await page.evaluate(() => document.fonts.ready.then(() => true));
      await page.screenshot({ path: join(folder, `${file}-${look}.png`), fullPage });
      await page.close();
    }
    console.log(file);
  }
} finally {
  await browser?.close();
  await Promise.all(started.map((program) => program.stop()));
}
