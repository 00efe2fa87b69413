// Labels of the charts as Chromium draws them: none on another, none outside its picture.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { sites } from './lib/pages.mjs';

const open = useBrowser();
const WIDTHS = [1366, 768, 390, 320];
const PATHS = [
  '/', '/?per=2025-04-30', '/wilayah/ID', '/peringkat', '/peringkat?tingkat=kabupaten-kota', '/target',
  // Provinces: many parts, few parts, new ones without history, disputed ones.
  ...['11', '12', '15', '31', '33', '34', '51', '64', '74', '82', '91', '92', '93', '96'],
  // Kabupaten and kota: many figures, one figure, none, above 100, a target long passed.
  ...['15.01', '32.02', '32.13', '73.71', '74.02', '74.71', '92.08', '19.71', '51.71', '95.01'],
].map((path) => (path.startsWith('/') ? path : `/wilayah/${path}`));

/** Every pair of labels that touch, and every label that leaves its picture, by their texts. */
function badLabels() {
  const bad = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const labels = [];
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.width === 0 || !text.textContent.trim() || !text.checkVisibility()) continue;
      // The box of a line of text is higher than its letters: take off what no letter reaches.
      const inset = box.height * 0.16;
      labels.push({
        words: text.textContent.trim(),
        left: box.left, right: box.right, top: box.top + inset, bottom: box.bottom - inset,
      });
    }
    const where = (svg.querySelector('title')?.textContent ?? svg.getAttribute('class') ?? 'svg')
      .slice(0, 60);
    for (const [index, a] of labels.entries()) {
      if (a.left < frame.left - 1 || a.right > frame.right + 1
        || a.top < frame.top - 1 || a.bottom > frame.bottom + 1) {
        const by = Math.max(frame.left - a.left, a.right - frame.right, frame.top - a.top,
          a.bottom - frame.bottom);
        bad.push(`"${a.words}" leaves "${where}" by ${by.toFixed(1)} px`);
      }
      for (const b of labels.slice(index + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 0.5 && high > 0.5) {
          bad.push(`"${a.words}" on "${b.words}" in "${where}" (${wide.toFixed(1)} x ${
            high.toFixed(1)} px)`);
        }
      }
    }
  }
  return bad;
}

for (const [site, url] of Object.entries(sites)) {
  for (const path of PATHS) {
    test(`labels keep apart: ${site} ${path}`, async (t) => {
      const page = await open(t);
      await visit(page, { url: url + path, status: 200 });
      const bad = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        bad.push(...(await page.evaluate(badLabels)).map((text) => `${width} px: ${text}`));
      }
      assert.deepEqual(bad, []);
    });
  }
}

test('the check sees labels that touch or leave', async (t) => {
  const page = await open(t);
  await page.setContent(`<svg width="200" height="60"><text x="10" y="20">satu</text>
    <text x="20" y="22">dua</text><text x="190" y="50">keluar</text>
    <text x="10" y="50">jauh</text></svg>`);
  const bad = await page.evaluate(badLabels);
  assert.equal(bad.length, 2, bad.join('; '));
});
