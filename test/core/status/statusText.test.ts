/** `driftline status` as people see it: a document in, lines out. */
import { expect, test } from 'vitest';
import { statusDocument } from '../../../src/core/status/statusDocument.ts';
import { noPaint, statusLines } from '../../../src/core/status/statusText.ts';

const nothing = { protected: false, at: [], behind: null, pending: [], unknown: [], explanations: [] };

test('each state has its mark, its place and its words', () => {
  const document = statusDocument.parse({
    version: 1,
    clean: false,
    settingsProblems: ['driftline.environments[2].name is missing.'],
    projects: [
      {
        name: 'shop',
        convention: 'Alembic',
        path: 'services/shop',
        versionTable: 'alembic_version',
        revisions: 2,
        heads: ['bbbb2'],
        bases: ['aaaa1'],
        problems: [
          {
            code: 'missing-parent',
            severity: 'error',
            message: 'Revision x follows y.',
            file: 'versions/x.py',
            line: 4,
          },
        ],
        environments: [
          { ...nothing, name: 'local', state: 'standing', at: ['bbbb2'], behind: 0, summary: 'up to date' },
          {
            ...nothing,
            name: 'production',
            state: 'standing',
            at: ['aaaa1'],
            behind: 1,
            pending: [
              {
                id: 'bbbb2',
                message: 'Orders\nand more',
                created: '2026-01-15 02:00:00',
                file: 'versions/b.py',
              },
            ],
            summary: '1 behind',
          },
          {
            ...nothing,
            name: 'old',
            state: 'standing',
            unknown: ['zzzz9'],
            summary: 'unknown revision zzzz9',
            explanations: ['Look for it.'],
          },
          { ...nothing, name: 'ci', state: 'absent', summary: 'no version table' },
          {
            ...nothing,
            name: 'far',
            state: 'failed',
            summary: 'No server listens.',
            explanations: ['Check the port.'],
          },
          { ...nothing, name: 'new', state: 'notRead', summary: 'not asked' },
        ],
      },
    ],
  });
  expect(`\n${statusLines(document, noPaint).join('\n')}`).toBe(`
✗ driftline.environments[2].name is missing.

shop  Alembic · services/shop
  2 revisions, head bbbb2
  ✗ Revision x follows y.
    versions/x.py:4
  ✓ local       bbbb2  up to date
  ! production  aaaa1  1 behind
      + bbbb2  Orders  2026-01-15
  ✗ old         zzzz9  unknown revision zzzz9
      Look for it.
  ! ci          —      no version table
  ✗ far         —      No server listens.
      Check the port.
  · new         —      not asked
`);
});

test('nothing that a repository or a server says can steer the terminal', () => {
  const document = statusDocument.parse({
    version: 1,
    clean: false,
    settingsProblems: ['\u001b[2Jcleared'],
    projects: [
      {
        name: 'shop\u001b[31m',
        convention: 'Alembic',
        path: 'a\nb',
        versionTable: null,
        revisions: 1,
        heads: ['\u202eaaaa1'],
        bases: [],
        problems: [{ code: 'x', severity: 'warning', message: '\nFirst.\r\nSecond.', file: 'v/\u009b2K.py' }],
        environments: [
          {
            ...nothing,
            name: 'l\ro',
            state: 'standing',
            at: ['\u001b]0;title\u0007'],
            pending: [{ id: 'b\b', message: 'One\ttwo\nthree', file: 'b.py' }],
            summary: '1 behind\nand more',
            explanations: ['A\u2066B'],
          },
        ],
      },
    ],
  });
  const dim = { ...noPaint, quiet: (text: string) => `<${text}>` };
  expect(`\n${statusLines(document, dim).join('\n')}`).toBe(`
✗ \ufffd[2Jcleared

shop\ufffd[31m  <Alembic · a\ufffdb>
  1 revision, head \ufffdaaaa1
  ! First.
    <v/\ufffd2K.py>
  ✗ l\ufffdo  \ufffd]0;title\ufffd  1 behind
      A\ufffdB
      <+> b\ufffd  One two
`);
});
