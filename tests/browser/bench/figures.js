// What was measured, as lines for people and as JSON.

import { writeFileSync } from 'node:fs';

/** The value below which this part of all values lies (nearest rank). */
export function percentile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

/** The value in the middle. */
export function median(values) {
  return percentile(values, 0.5);
}

/** Figures in the order in which they came; those of one group stand together. */
export class Figures {
  constructor() {
    this.notes = [];
    this.figures = [];
  }

  /** Something to say before all figures. */
  note(text) {
    this.notes.push(text);
    console.error(text);
  }

  /** One figure, and what it should be at most, where something is aimed at. */
  add(group, name, unit, value, atMost = null) {
    this.figures.push({ group, name, unit, value, atMost });
    console.error(`  ${group}: ${name}: ${shown(value)} ${unit}`);
  }

  /** Median, p95 and highest of values; `aims` names what the first two should be at most. */
  spread(group, name, unit, values, aims = {}) {
    this.add(group, `${name}, median of ${values.length}`, unit, median(values), aims.median);
    this.add(group, `${name}, p95`, unit, percentile(values, 0.95), aims.p95);
    this.add(group, `${name}, highest`, unit, Math.max(...values));
  }

  toString() {
    const width = Math.max(...this.figures.map((figure) => figure.name.length));
    const lines = [...this.notes];
    let group = null;
    for (const figure of this.figures) {
      if (figure.group !== group) {
        group = figure.group;
        lines.push('', group);
      }
      const value = `${shown(figure.value).padStart(9)} ${figure.unit.padEnd(5)}`;
      lines.push(`  ${figure.name.padEnd(width)}  ${value}  ${verdict(figure)}`.trimEnd());
    }
    return lines.join('\n');
  }

  /** The figures for programs, in the shape that the server's benches write. */
  write(file) {
    const figures = this.figures.map(({ group, name, unit, value }) => ({ group, name, unit, median: value, rounds: [value] }));
    const aims = this.figures
      .filter(({ atMost }) => isAim(atMost))
      .map(({ group, name, value, atMost }) => ({ group, name, at_least: null, at_most: atMost, met: value <= atMost }));
    writeFileSync(file, `${JSON.stringify({ notes: this.notes, figures, aims }, null, 2)}\n`);
  }
}

function isAim(atMost) {
  return typeof atMost === 'number';
}

function verdict({ value, atMost }) {
  if (!isAim(atMost)) {
    return '';
  }
  if (value <= atMost) {
    return `aim met (at most ${shown(atMost)})`;
  }
  return `aim missed by ${Math.max(1, Math.round((value / atMost - 1) * 100))} % (at most ${shown(atMost)})`;
}

/** Three figures that mean something. */
function shown(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) {
    return value.toFixed(0);
  }
  return value.toFixed(size >= 10 ? 1 : 2);
}
