// Everything that a mouse reaches, the Tab key reaches, in the order of the page and visibly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();

/** What can take the focus, in the order of the document; each gets a number to be known by. */
function number() {
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
  )].filter((element) => element.checkVisibility());
  all.forEach((element, index) => { element.dataset.tab = index; });
  return all.map((element) => element.textContent.trim().slice(0, 40) || element.name || element.id);
}

/** The element with the focus: its number, whether it is seen, and what is odd about it. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const odd = [];
  if (!ring) odd.push(`no ring (${style.outlineStyle} ${style.outlineWidth})`);
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) {
    odd.push('outside the window');
  } else {
    // Something may lie over it: a sticky head, for instance.
    const inside = [...element.getClientRects()].some((line) => {
      const x = Math.min(Math.max(line.left + line.width / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(line.top + line.height / 2, 0), innerHeight - 1);
      const top = document.elementFromPoint(x, y);
      return top && (element.contains(top) || top.contains(element));
    });
    if (!inside) odd.push('covered');
  }
  return { number: Number(element.dataset.tab ?? -1), odd };
}

for (const target of pages) {
  test(`Tab reaches all in order, with a ring: ${label(target)}`, async (t) => {
    const page = await open(t);
    await visit(page, target);
    const names = await page.evaluate(number);
    let at;
    for (let index = 0; index < names.length; index += 1) {
      // Day, month, year and calendar of a date field are stops of their own.
      for (let stop = 0; stop < 5 && (stop === 0 || at?.number === index - 1); stop += 1) {
        await page.keyboard.press('Tab');
        at = await page.evaluate(focused);
      }
      assert.ok(at, `the focus is lost before ${names[index]}`);
      assert.equal(at.number, index, `expected ${names[index]}, got ${names[at.number]}`);
      assert.deepEqual(at.odd, [], names[index]);
    }
  });
}

test('the skip link comes first and leads to the main part', async (t) => {
  const page = await open(t);
  await visit(page, pages[0]);
  await page.keyboard.press('Tab');
  assert.match(await page.locator(':focus').textContent(), /Langsung ke isi/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)));
});

test('a table in details opens with the keyboard', async (t) => {
  const page = await open(t);
  await visit(page, pages.find(({ name }) => name === 'wilayah-provinsi'));
  const details = page.locator('main details').filter({ has: page.locator('table') }).first();
  await details.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.equal(await details.getAttribute('open'), '');
  assert.ok(await details.locator('table').isVisible());
});
