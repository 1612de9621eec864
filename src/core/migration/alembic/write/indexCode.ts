/** `op.create_index`. */
import { keyDdl } from '../../../schema/ddl/indexDdl.ts';
import type { Index } from '../../../schema/indexes.ts';
import type { QualifiedName } from '../../../schema/name.ts';
import { schemaArgument } from './columnCode.ts';
import { type Code, list, nameList, stringCode } from './pythonCode.ts';
import { type Change, directive, finalName, sqlExpression } from './statement.ts';

export function createIndex(table: QualifiedName, index: Index): Change {
  const keys = index.keys.map((key): string | Code => {
    const isPlain = key.column !== undefined && Object.keys(key).length === 1;
    return isPlain ? stringCode(key.column) : sqlExpression(keyDdl(key));
  });
  const schema = schemaArgument(table);
  return {
    upgrade: [
      directive('create_index', [finalName(index.name), stringCode(table.name), list(keys)], {
        schema,
        unique: index.unique ? 'True' : 'False',
        postgresql_using: index.method === 'btree' ? undefined : stringCode(index.method),
        postgresql_where: index.predicate === undefined ? undefined : sqlExpression(index.predicate),
        postgresql_include: index.include && nameList(index.include),
        postgresql_nulls_not_distinct: index.nullsNotDistinct && 'True',
        postgresql_with: index.options && optionsCode(index.options),
      }),
    ],
    downgrade: [
      directive('drop_index', [finalName(index.name)], { table_name: stringCode(table.name), schema }),
    ],
  };
}

function optionsCode(options: readonly string[]): Code {
  const entries = options.map((option) => {
    const at = option.indexOf('=');
    return `${stringCode(option.slice(0, at))}: ${stringCode(option.slice(at + 1))}`;
  });
  return `{${entries.join(', ')}}`;
}
