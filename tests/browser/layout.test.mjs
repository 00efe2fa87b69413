// No page scrolls sideways, from a phone to a projector; nothing is hidden to get there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, visit } from './lib/browser.mjs';
import { label, pages } from './lib/pages.mjs';

const open = useBrowser();
// 320 px is a 1280 px window at 400% zoom.
const WIDTHS = [320, 360, 390, 768, 1024, 1366, 1920];

/** Text that reaches past the right edge of the window, unless it stands in a box that scrolls. */
function textOutside() {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = (node) => {
    for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const outside = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    // Visually hidden text is one pixel large.
    if (box.width > 1 && box.right > edge && text.parentElement.checkVisibility()
      && text.parentElement.getBoundingClientRect().width > 1 && !scrolls(text)) {
      outside.push(`${text.data.trim().slice(0, 40)} ends at ${Math.round(box.right)}`);
    }
  }
  return outside;
}

for (const target of pages) {
  test(`fits every width: ${label(target)}`, async (t) => {
    const page = await open(t);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 320 ? 256 : 800 });
      if (page.url() === 'about:blank') await visit(page, target);
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
      }));
      assert.ok(scroll <= client, `${width} px: the page is ${scroll} px wide, the window ${client}`);
      assert.deepEqual(await page.evaluate(textOutside), [], `${width} px`);
    }
  });
}
