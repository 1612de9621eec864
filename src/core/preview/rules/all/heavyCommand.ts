/** Commands that write whole tables anew, or copy their files. */
import { relationName } from '../../../sql/nodes.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { bareSql, lockedTables, namesText } from '../ruleTools.ts';

export const heavyCommand: Rule = {
  id: 'heavy-command',
  title: 'VACUUM FULL, CLUSTER, SET LOGGED and the like write a table anew while reads and writes wait.',
  severity: 'warning',
  check: (input) => {
    const { statement, impact, context } = input;
    const sql = bareSql(statement);
    // The manual tells: the lockbook has no such form.
    if (/^ALTER (?:TABLE|INDEX|MATERIALIZED VIEW) .*\bSET TABLESPACE\b/.test(sql))
      return [
        {
          message: `Reads and writes of ${movedText(input)} wait until the files are copied to the other tablespace. ${quietTime}`,
        },
      ];
    const isRepack = /^VACUUM\b.*\bFULL\b|^CLUSTER\b|^REPACK\b(?!.*\bCONCURRENTLY\b)/.test(sql);
    const isHeavy = isRepack || /\bSET (?:UN)?LOGGED\b|\bSET ACCESS METHOD\b/.test(sql);
    const tables = lockedTables(impact, 'ACCESS EXCLUSIVE');
    if (!isHeavy || tables.length === 0) return [];
    const advice =
      isRepack && context.serverVersion >= 19
        ? 'Use REPACK (CONCURRENTLY), which lets them go on.'
        : quietTime;
    const it = tables.length === 1 ? 'it is' : 'they are';
    return [{ message: `Reads and writes of ${namesText(tables)} wait until ${it} written anew. ${advice}` }];
  },
};

const quietTime = 'Do it in a time in which they may, not in a migration.';

function movedText({ statement: { text }, context }: RuleInput): string {
  const parse = text.kind === 'sql' ? context.sql.parse(text.sql) : undefined;
  const node = parse?.kind === 'parsed' ? parse.statements[0]?.node : undefined;
  if (node === undefined || !('AlterTableStmt' in node)) return 'all that is moved';
  const { objtype, relation } = node.AlterTableStmt;
  const name = namesText([relationName(relation)]);
  return objtype === 'OBJECT_INDEX' ? `the table of ${name}` : name;
}
