/**
 * How each migration tool runs a script: what PostgreSQL refuses inside of a transaction either stands in one, and fails,
 * or runs by itself. What a tool is told when it is started, nobody knows here: sentences say what would change the answer.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT
 */
import { type FlywaySetting, settingOf } from '../migration/conventions/flyway/configuration.ts';
import type { ConventionId, MigrationProject } from '../migration/project.ts';
import type { PlannedRevision, PlannedRun, PlannedStatement } from './plan/plannedRun.ts';
import { inTransaction } from './rules/fixes/inTransaction.ts';
import type { RuleScript } from './rules/rule.ts';
import { bareSql } from './rules/ruleTools.ts';

export interface ToolScripts {
  readonly project: Pick<MigrationProject, 'convention' | 'facts' | 'readFiles'>;
  readonly scriptOf: (revision: string) => RuleScript | undefined;
  readonly readFile: (path: string) => string | undefined;
}

/** The run with each statement in a transaction or not, as the tool does it, and with what it fails for. */
export function asToolRuns(run: PlannedRun, tool: ToolScripts): PlannedRun {
  const read = readers[tool.project.convention];
  const revisions = run.revisions.map((revision) => {
    const script = tool.scriptOf(revision.revision);
    if (script === undefined) return revision;
    const running = read({ revision, script, tool, isUp: run.direction === 'upgrade' });
    return { ...revision, statements: revision.statements.map((one) => placed(one, running)) };
  });
  return { ...run, revisions };
}

/** Why a refusal in a rehearsal may be none in the environment: a whole sentence. */
export function transactionDoubt(convention: ConventionId): string | undefined {
  const unless = switches[convention];
  return unless && `In the environment it would go otherwise if ${unless}.`;
}

/** How a script runs. */
interface Running {
  /** Whether what refuses a transaction stands in one; `undefined`: nobody can tell. */
  readonly inTransaction: (statement: PlannedStatement) => boolean | undefined;
  /** Why PostgreSQL, or the tool itself, refuses what stands in one: a whole sentence. */
  readonly refusal: string;
  /** Whether all else in the script runs outside of a transaction; absent: as it says itself. */
  readonly isWhole?: boolean;
  /** Where the tool refuses the script before it runs any of it. */
  readonly refused?: { readonly at: PlannedStatement; readonly why: string };
  readonly note?: (statement: PlannedStatement) => string | undefined;
}

interface ToolScript {
  readonly revision: PlannedRevision;
  readonly script: RuleScript;
  readonly tool: ToolScripts;
  readonly isUp: boolean;
}

function placed(statement: PlannedStatement, running: Running): PlannedStatement {
  const { refused, note, refusal } = running;
  const stands = isAlone(statement) ? running.inTransaction(statement) : undefined;
  const isWhole = isAlone(statement) ? undefined : running.isWhole;
  const why = [...(stands === true ? [refusal] : []), ...(refused?.at === statement ? [refused.why] : [])];
  const told = note?.(statement);
  return {
    ...statement,
    autocommit: isWhole ?? (stands === undefined ? statement.autocommit : !stands),
    problems: [
      ...statement.problems,
      ...why.map((message) => ({
        code: 'transaction',
        severity: 'error' as const,
        message,
        ...statement.location,
      })),
    ],
    ...(told !== undefined && { notes: [...(statement.notes ?? []), told] }),
  };
}

/** @see https://www.postgresql.org/docs/current/sql-commands.html: what says "cannot be executed inside a transaction block" */
const refusesTransaction =
  /^(?:(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY|REINDEX(?: \(.*?\))? (?:(?:INDEX|TABLE) CONCURRENTLY|SCHEMA|DATABASE|SYSTEM)|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY|VACUUM|ALTER SYSTEM|DISCARD ALL|(?:CREATE|DROP) (?:DATABASE|TABLESPACE))\b/;

const isAlone = (statement: PlannedStatement): boolean => refusesTransaction.test(bareSql(statement));

/** Old scripts end the transaction by themselves. */
const endsTransaction = /^\s*(?:BEGIN|COMMIT|END|START\s+TRANSACTION)\b/im;

/** What makes a tool run it otherwise, behind "if". */
const switches: Partial<Record<ConventionId, string>> = {
  alembic: 'env.py connects with AUTOCOMMIT',
  'golang-migrate': 'the URL of the database says x-multi-statement=true',
};

const readers: Readonly<Record<ConventionId, (script: ToolScript) => Running>> = {
  alembic: ({ revision, script, tool }) => {
    const hasOwn = tool.project.readFiles.some((file) =>
      /AUTOCOMMIT|isolation_level/i.test(tool.readFile(file) ?? ''),
    );
    return {
      inTransaction: (statement) => (hasOwn ? undefined : inTransaction({ statement, revision, script })),
      refusal: `PostgreSQL refuses this inside of a transaction, and Alembic runs it in one unless ${switches.alembic}.`,
    };
  },
  goose: ({ script: { text } }) => ({
    inTransaction: () => unlessEnded(text, !/^--.*\+goose\s+NO\s+TRANSACTION\b/im.test(text)),
    refusal: 'PostgreSQL refuses this inside of a transaction, and goose runs the script in one.',
  }),
  /** A block is sent as one text, and several statements of one text are a transaction. */
  dbmate: ({ revision, script: { text }, isUp }) => {
    const saysNone = new RegExp(`^--\\s*migrate:${isUp ? 'up' : 'down'}\\b.*\\btransaction:false\\b`, 'm');
    const isTold = saysNone.test(text);
    const isOne = isTold && revision.statements.length === 1;
    return {
      inTransaction: () => unlessEnded(text, !isOne),
      isWhole: isOne,
      refusal: isTold
        ? 'PostgreSQL refuses this inside of a transaction, and several statements that dbmate sends together are one, in spite of transaction:false. Give it a script of its own.'
        : 'PostgreSQL refuses this inside of a transaction, and dbmate runs the script in one.',
    };
  },
  'golang-migrate': ({ revision, script: { text } }) => ({
    inTransaction: () => unlessEnded(text, revision.statements.length > 1),
    refusal: `PostgreSQL refuses this inside of a transaction, and several statements that golang-migrate sends together are one unless ${switches['golang-migrate']}. Give it a script of its own.`,
  }),
  flyway: readFlyway,
};

const unlessEnded = (text: string, stands: boolean): boolean | undefined =>
  stands && endsTransaction.test(text) ? undefined : stands;

/** What Flyway itself takes out of the transaction, of all that PostgreSQL refuses in one. */
const knownToFlyway =
  /^(?:(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY|REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)|VACUUM|ALTER SYSTEM|DISCARD ALL|(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION))\b/;

/** @see https://documentation.red-gate.com/fd/flyway-mixed-setting-277579005.html */
function readFlyway({ revision: { statements }, script, tool }: ToolScript): Running {
  const says = (name: FlywaySetting) => settingOf(tool.project.facts, name)?.value;
  const own = /^\s*executeInTransaction\s*=\s*(true|false)\s*$/m.exec(
    tool.readFile(`${script.file}.conf`) ?? '',
  )?.[1];
  const told = own ?? (says('executeInTransaction') === 'false' ? 'false' : undefined);
  const isKnown = (one: PlannedStatement) => knownToFlyway.test(bareSql(one));
  const isWhole = told === undefined ? statements.some(isKnown) : told === 'false';
  const first = statements[0];
  const other = first && statements.find((one) => isKnown(one) !== isKnown(first));
  const isRefused = other !== undefined && told === undefined && says('mixed') !== 'true';
  const hasSessionLock = says('postgresql.transactional.lock') === 'false';
  return {
    inTransaction: () => unlessEnded(script.text, !isWhole),
    isWhole,
    refusal:
      'PostgreSQL refuses this inside of a transaction, and Flyway runs the script in one. Set executeInTransaction=false in a file beside it that is called like the script, with .conf behind.',
    ...(isRefused && { refused: { at: other, why: mixedText } }),
    note: (one) =>
      isWhole && !hasSessionLock && /^CREATE .*CONCURRENTLY/.test(bareSql(one)) ? lockText : undefined,
  };
}

const mixedText =
  'Flyway refuses a script that has both statements that run in a transaction and statements that refuse one, unless it is told mixed=true; then none of the script runs in a transaction. Give what refuses one a script of its own.';

const lockText =
  'From 9.1.2 on, Flyway holds its own lock in an open transaction, and CREATE INDEX CONCURRENTLY waits for that without end, unless flyway.postgresql.transactional.lock is false.';
