/** A new revision's file has the name and the text that Alembic would give it, to the last character. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import type { Moment } from '../../src/core/migration/alembic/write/revisionWriting.ts';
import { execute } from '../../src/core/migration/alembic/write/statement.ts';
import { writeRevision } from '../../src/core/migration/alembic/write/writeRevision.ts';
import { emptySnapshot } from '../../src/core/schema/snapshot.ts';
import type { NewFile } from '../../src/core/text/edit.ts';
import { createProject, projectAt, writingFor } from '../support/alembicProject.ts';
import { askAlembic } from './python.ts';

interface Case {
  readonly settings?: string;
  /** Absent: Alembic's own. */
  readonly template?: string;
  readonly message?: string;
  readonly created?: Moment;
}

const summer: Moment = { epochMs: Date.UTC(2026, 6, 2, 22, 5, 9, 45), offsetMinutes: 120 };
const winter: Moment = { epochMs: Date.UTC(2026, 11, 31, 23, 30, 0, 0), offsetMinutes: -210 };

const licensed = `# Copyright \${create_date.year} the authors
## no line of this
% if not down_revision:
# the first of all
% endif
"""\${message}

Revision: \${up_revision}, after \${down_revision} at \${create_date}
"""
from alembic import op
import sqlalchemy as sa
% if imports:
\${imports}
% else:
# nothing more
% endif
\${imports + '\\n' if imports else ""}
revision = \${repr(up_revision)}
down_revision: str | None = \${repr(down_revision)}
% if branch_labels:
branch_labels = \${repr(branch_labels)}
%endif
depends_on = \${ repr(depends_on) }
text = '''
%% not a line of Mako
'''
one = "\\
two"

\${('\\n' + '\\n\\n\\n'.join(x.strip() for x in toplevel_code) + '\\n\\n') if toplevel_code else ''}
def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
`;

const cases: Readonly<Record<string, Case>> = {
  'as Alembic has it': {},
  'a template that looks at what it is given': { template: licensed, created: winter },
  'a name with the date': {
    settings: 'file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s',
    created: summer,
  },
  'folders in the name': {
    settings: 'timezone = UTC\nfile_template = %%(year)d/%%(month)02d_%%(day)5d_%%(epoch)s_%%(rev)s',
  },
  'a zone': { settings: 'timezone = Europe/Berlin\nfile_template = %%(rev)s_%%(hour)d', created: summer },
  'another zone, in winter': { settings: 'timezone = America/St_Johns', created: winter },
  UTC: { settings: 'timezone = utc', created: summer },
  'a long message': {
    message: 'Change quite_a_long_name.of_some_column to character varying(36), and then some more',
  },
  'a short name': { settings: 'truncate_slug_length = 12', message: 'Größe of the Straße, ätzend: x' },
  'one long word': { settings: 'truncate_slug_length = 5', message: 'Unbreakable' },
};

const folder = mkdtempSync(join(tmpdir(), 'driftline-revision-'));
const python = await loadPython();
let pairs: ReadonlyMap<string, readonly [ours: unknown, theirs: unknown]>;

beforeAll(async () => {
  const own = (await askAlembic('own_template.py', null)) as string;
  const all = Object.entries(cases).map(([name, one], index) => {
    const { settings, template = own } = one;
    const root = `${folder}/${index}`;
    createProject(root, 'SELECT 1', { template, ...(settings !== undefined && { settings }) });
    return { name, one, root, file: ours(root, one) };
  });
  const questions = all.map(({ one, root, file }) => question(root, one, file));
  const answers = (await askAlembic('new_revision.py', questions)) as readonly unknown[];
  pairs = new Map(
    all.map(({ name, root, file }, index) => [
      name,
      [[file?.file.slice(root.length + 1), file?.text], answers[index]],
    ]),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const imports = ['from sqlalchemy.dialects import postgresql'];

function ours(root: string, { message = 'Add a thing', created = summer }: Case): NewFile | undefined {
  const writing = { ...writingFor(projectAt(root), emptySnapshot), created };
  const change = { upgrade: [execute('SELECT 1'), execute('SELECT 2')], downgrade: [execute('SELECT 3')] };
  return writeRevision({ message, change, imports, follows: 'base0001' }, writing, python);
}

function question(
  root: string,
  { message = 'Add a thing', created = summer }: Case,
  file: NewFile | undefined,
) {
  const id = /^revision(?:: str)? = '(\w{12})'$/m.exec(file?.text ?? '')?.[1] ?? '';
  return {
    folder: root,
    id,
    message,
    head: 'base0001',
    upgrades: "op.execute('SELECT 1')\n    op.execute('SELECT 2')",
    downgrades: "op.execute('SELECT 3')",
    imports: imports.join('\n'),
    ...created,
  };
}

test.each(Object.keys(cases))('%s', (name) => {
  const [written, expected] = pairs.get(name) ?? [];
  expect(written).toEqual(expected);
});
