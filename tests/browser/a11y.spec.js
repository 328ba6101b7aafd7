// Every state at both widths: nothing for axe to find, nothing wrong on the way, and no scrolling sideways.

import { WIDTHS, statesAt } from './states.js';
import { axeFinds } from './support/axe.js';
import { Stage } from './support/stage.js';
import { expect, test } from './support/test.js';
import { address } from './support/world.js';

for (const width of WIDTHS) {
  test.describe(`at ${width} pixels`, () => {
    test.describe.configure({ mode: 'parallel' });
    for (const state of statesAt(width)) {
      test(state.name, async ({ page, people, refusals }) => {
        refusals.push(...(state.refuses ?? []));
        const stage = new Stage(page, address(), people);
        await stage.visit(state, width);
        expect(await axeFinds(page), 'axe finds nothing').toEqual([]);
        expect(await overflow(page), 'the page does not scroll sideways').toEqual([]);
        expect(await emptyCells(page), 'no cell of a table is empty').toEqual([]);
        await stage.leave();
      });
    }
  });
}

/** What reaches beyond the window's right edge and makes the page itself scroll; nothing when it fits. */
async function overflow(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const scrolling = document.scrollingElement;
    if (scrolling.scrollWidth <= room) {
      return [];
    }
    const scrolls = (element) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX);
    const inRegion = (element) => {
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        if (scrolls(around)) {
          return true;
        }
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > room + 1 && !inRegion(element),
    );
    return [`${scrolling.scrollWidth} px in ${room} px`, ...wide.slice(0, 8).map((element) => `${element.tagName.toLowerCase()}.${element.className}`)];
  });
}

/** Cells that say nothing at all, by the heading of their column: a reader cannot tell "none" from "not loaded". */
async function emptyCells(page) {
  return page.evaluate(() => {
    const silent = (cell) => cell.textContent.trim() === '' && !cell.querySelector('svg, [hidden]');
    const heading = (cell) => cell.closest('table').querySelectorAll('thead th')[cell.cellIndex]?.textContent ?? '?';
    return [...new Set([...document.querySelectorAll('main td, dialog[open] td')].filter(silent).map(heading))];
  });
}
