/** A new revision file: what Alembic's `revision` command would write, with the directives in it. */

import type { NewFile } from '../../../text/edit.ts';
import { md5 } from '../../../text/md5.ts';
import { folderOf } from '../../../text/path.ts';
import type { SyntaxParser } from '../../../text/syntax.ts';
import type { RevisionGraph } from '../../graph.ts';
import { createDateOf, createDateValue } from './createDate.ts';
import { fileNameOf } from './fileName.ts';
import type { RevisionWriting } from './revisionWriting.ts';
import { type ScriptStyle, scriptStyleOf } from './scriptStyle.ts';
import { type Change, remark, type Statement, statementLines } from './statement.ts';
import { fillTemplate } from './template.ts';

export interface NewRevision {
  /** What it does, in the imperative. */
  readonly message: string;
  readonly change: Change;
  /** Statements that it needs besides those of the template. */
  readonly imports: Iterable<string>;
  /** The revision that it follows; `undefined`: it is the first. */
  readonly follows: string | undefined;
}

/** @returns `undefined` where the project's template or its settings for names do what is not known here. */
export function writeRevision(
  revision: NewRevision,
  { project, graph, readFile, created }: RevisionWriting,
  python: SyntaxParser,
): NewFile | undefined {
  const style = scriptStyleOf(project, readFile);
  const date = style && createDateOf(created, style.timezone);
  const folder = style && folderFor(revision.follows, style, graph);
  if (style === undefined || date === undefined || folder === undefined) return undefined;
  const message = docstringSafe(revision.message);
  const [upgrades, downgrades] = [bodyText(revision.change.upgrade), bodyText(revision.change.downgrade)];
  const id = revisionId([revision.follows ?? '', message, upgrades, downgrades], graph);
  const name = fileNameOf(id, message, date, style);
  const text = fillTemplate(
    style.template,
    {
      message,
      up_revision: id,
      down_revision: revision.follows,
      branch_labels: undefined,
      depends_on: undefined,
      create_date: createDateValue(date),
      imports: missingImports(style.template, revision.imports, `${upgrades}${downgrades}`),
      upgrades,
      downgrades,
      toplevel_code: undefined,
    },
    python,
  );
  return name === undefined || text === undefined ? undefined : { file: `${folder}/${name}`, text };
}

/** Where there are several folders, as Alembic does: beside the revision that it follows. */
function folderFor(
  follows: string | undefined,
  { folder }: ScriptStyle,
  graph: RevisionGraph,
): string | undefined {
  if (folder !== undefined) return folder;
  const file = follows === undefined ? undefined : graph.byId.get(follows)?.file;
  return file && folderOf(file);
}

/** It stands inside of triple quotes, or in a comment. */
function docstringSafe(message: string): string {
  return message.replaceAll('"', "'").replaceAll('\\', '').replace(/\s+/g, ' ');
}

/** Indented but for its first line, as the templates expect it. */
function bodyText(statements: readonly Statement[]): string {
  const hasCode = statements.some(({ kind }) => kind !== 'comment');
  const lines = statementLines(statements, '    ');
  return [...lines, ...(hasCode ? [] : ['    pass'])].join('\n').trim();
}

/** As long as Alembic's own; made from what is written, so that writing it again gives the same. */
function revisionId(content: readonly string[], graph: RevisionGraph): string {
  for (let attempt = 0; ; attempt++) {
    const id = md5([...content, ...(attempt === 0 ? [] : [String(attempt)])].join('\0')).slice(0, ID_LENGTH);
    if (![...graph.byId.keys()].some((known) => known.startsWith(id.slice(0, SURELY_UNIQUE)))) return id;
  }
}

const ID_LENGTH = 12;

/** Revisions may be named by the first characters of their ids. */
const SURELY_UNIQUE = 4;

/** Sorted, as Alembic has them; those that the template has are left out. */
function missingImports(template: string, wanted: Iterable<string>, body: string): string {
  const given = new Set(template.split('\n').map((line) => line.trim()));
  const hasOp = /^from alembic import [^\n]*\bop\b/m.test(template);
  const own = [
    ...(hasOp ? [] : ['from alembic import op']),
    ...(/\bsa\./.test(body) ? ['import sqlalchemy as sa'] : []),
    ...wanted,
  ];
  return own
    .filter((statement) => !given.has(statement))
    .sort()
    .join('\n');
}

/** For a revision that brings a database back to what the revisions below it say already. */
export const nothingToTakeBack: readonly Statement[] = [
  remark('The revisions before this one say the same: there is nothing to take back.'),
];
