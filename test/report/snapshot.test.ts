import { describe, expect, test } from 'vitest';
import type { SnapshotEntity, SnapshotReport } from '../../src/model/report.js';
import { renderSnapshot } from '../../src/report/snapshot.js';
import { odoo, options, snapshot } from './reports.js';

function render(entities: readonly Partial<SnapshotEntity>[], members: Partial<SnapshotReport> = {}): string {
  const whole = entities.map((entity) => ({
    source: 'erp-prod',
    entity: 'kumquat.order',
    outcome: 'new' as const,
    ...entity,
  }));
  return renderSnapshot({ ...snapshot, entities: whole, exit: { code: 0, all: [0] }, ...members }, options);
}

describe('a snapshot', () => {
  test('of changed contracts alone points at git diff, which is silent about new files', () => {
    const changed = { outcome: 'changed', changedFields: ['state'] } as const;
    expect(render([changed])).toContain(
      'Wrote 1 file under contracts/erp-prod. See them: git diff contracts\n',
    );
    expect(render([changed, { outcome: 'new' }])).toContain('See them: git status contracts\n');
  });

  test('that would be taken says what it would write, and that it wrote nothing', () => {
    expect(render([{}, { outcome: 'pruned' }], { dryRun: true })).toContain(
      'Would write 1 file, would remove 1 file under contracts/erp-prod. Nothing was\nwritten.\n',
    );
  });

  test('of an unchanged ERP says that there is nothing to write', () => {
    expect(render([{ outcome: 'unchanged' }])).toBe(
      'erp-prod · Odoo 17.0 · as seam-reader, company 1, en_US\n  = 1 unchanged\nNothing to write.\n',
    );
  });

  test('names what is gone and how to remove it', () => {
    expect(render([{ outcome: 'gone' }])).toContain('Remove what is gone: seam snapshot erp-prod --prune\n');
  });

  test('says of a contract whose fields are the same that the entity itself differs', () => {
    expect(render([{ outcome: 'changed', changedFields: [] }])).toMatch(
      /~ kumquat\.order +what describes the entity itself\n/,
    );
  });

  test('of a source that could not be read gives the reason and the exit code', () => {
    const failure = { code: 'source-timeout', why: 'No answer.' };
    const text = render([], { sources: [{ ...odoo, failure }], exit: { code: 3, all: [3] } });
    expect(text).toBe(
      '✖ erp-prod  source-timeout\n    No answer.\nNothing was written.\n1 source could not be read → exit 3\n',
    );
  });

  test('wraps hostile and long names without hiding them', () => {
    const text = render([
      { entity: `kumquat\n${'x'.repeat(100)}` },
      { outcome: 'changed', changedFields: ['a'.repeat(90)] },
    ]);
    expect(text).toContain('kumquat\\u{a}');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
