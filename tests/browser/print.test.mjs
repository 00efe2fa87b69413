// Every page prints on A4: few sheets, nothing cut at the edge, no picture torn by a page break.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
// 210 mm less the margins of 14 mm, at 96 px an inch.
const A4_WIDTH = Math.floor(((210 - 28) / 25.4) * 96);

/** Sheets that a page may take: long lists take many. */
const mostSheets = ({ path }) => {
  if (path === '/peringkat?tingkat=kabupaten-kota') return 24;
  if (['/sumber', '/pendanaan', '/regulasi'].includes(path)) return 40;
  return path === '/target' ? 10 : 8;
};

/** What stands out on the right, and which charts may be torn from their titles. */
function flaws() {
  const bad = [];
  const edge = document.documentElement.clientWidth + 1;
  if (document.documentElement.scrollWidth > edge) {
    bad.push(`the sheet is ${document.documentElement.scrollWidth} px wide`);
  }
  for (const svg of document.querySelectorAll('main svg')) {
    const box = svg.getBoundingClientRect();
    if (box.width === 0 || !svg.checkVisibility()) continue;
    if (box.right > edge) bad.push(`cut: ${svg.outerHTML.slice(0, 80)}`);
  }
  for (const figure of document.querySelectorAll('main figure')) {
    if (!figure.checkVisibility()) continue;
    if (!['avoid', 'avoid-page'].includes(getComputedStyle(figure).breakInside)) {
      bad.push(`may be torn: ${figure.textContent.trim().slice(0, 60)}`);
    }
  }
  for (const cell of document.querySelectorAll('main td, main th')) {
    const box = cell.getBoundingClientRect();
    if (box.width > 0 && box.right > edge) {
      bad.push(`cut cell: ${cell.textContent.trim().slice(0, 40)}`);
    }
  }
  return bad.slice(0, 5);
}

for (const target of pages) {
  test(`prints on A4: ${label(target)}`, async (t) => {
    const page = await open(t, { viewport: { width: A4_WIDTH, height: 1000 }, colorScheme: 'dark' });
    await visit(page, target);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.evaluate(flaws), []);

    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(paper, 'rgb(255, 255, 255)', 'paper is white, also on a dark screen');
    for (const part of ['header.puncak', 'main form']) {
      for (const element of await page.locator(part).all()) {
        assert.ok(!(await element.isVisible()), `${part} is not for paper`);
      }
    }

    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    const text = pdf.toString('latin1');
    const sheets = text.match(/\/Type\s*\/Page\b/g).length;
    const [, width, height] = text.match(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/).map(Number);
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `${width} x ${height} pt`);
    t.diagnostic(`${label(target)}: ${sheets} sheets`);
    assert.ok(sheets <= mostSheets(target), `${sheets} sheets`);
  });
}
