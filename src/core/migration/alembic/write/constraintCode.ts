/** Constraints: within `op.create_table`, and made or dropped by directives of their own. */
import type { Constraint, ForeignKey } from '../../../schema/constraint.ts';
import { constraintDdl } from '../../../schema/ddl/constraintDdl.ts';
import { displayName, type QualifiedName } from '../../../schema/name.ts';
import { schemaArgument } from './columnCode.ts';
import { type Code, call, list, nameList, stringCode } from './pythonCode.ts';
import { type Change, directive, execute, finalName, type Statement, sqlExpression } from './statement.ts';

const kinds: readonly Constraint['kind'][] = ['primaryKey', 'unique', 'exclusion', 'check', 'foreignKey'];

export function inOrder(constraints: readonly Constraint[]): readonly Constraint[] {
  return kinds.flatMap((kind) => constraints.filter((one) => one.kind === kind));
}

/** `undefined` for one that only SQL can say. */
export function inlineConstraint(constraint: Constraint): Code | undefined {
  const name = finalName(constraint.name);
  switch (constraint.kind) {
    case 'primaryKey':
    case 'unique': {
      if (needsSql(constraint)) return undefined;
      const callee = constraint.kind === 'unique' ? 'sa.UniqueConstraint' : 'sa.PrimaryKeyConstraint';
      return call(
        callee,
        constraint.columns.map((column) => stringCode(column)),
        { name, ...deferral(constraint) },
      );
    }
    case 'foreignKey': {
      if (needsSql(constraint)) return undefined;
      const { schema, name: table } = constraint.references;
      const prefix = schema === 'public' ? table : `${schema}.${table}`;
      const referred = constraint.referencedColumns.map((column) => stringCode(`${prefix}.${column}`));
      return call('sa.ForeignKeyConstraint', [nameList(constraint.columns), list(referred)], {
        name,
        ...actions(constraint),
      });
    }
    case 'check':
      if (needsSql(constraint)) return undefined;
      return call('sa.CheckConstraint', [sqlExpression(constraint.expression)], { name });
    default:
      return undefined;
  }
}

function needsSql(constraint: Constraint): boolean {
  const { kind } = constraint;
  if (kind === 'foreignKey') {
    const { onDeleteColumns, notValid, notEnforced } = constraint;
    return onDeleteColumns !== undefined || notValid === true || notEnforced === true;
  }
  if (kind === 'check') return Boolean(constraint.noInherit || constraint.notValid || constraint.notEnforced);
  if (kind === 'exclusion' || constraint.include !== undefined) return true;
  return kind === 'unique' && constraint.nullsNotDistinct === true;
}

export function addConstraint(table: QualifiedName, constraint: Constraint): Change {
  return { upgrade: [addition(table, constraint)], downgrade: [removal(table, constraint)] };
}

function addition(table: QualifiedName, constraint: Constraint): Statement {
  const name = finalName(constraint.name);
  const own = stringCode(table.name);
  const schema = schemaArgument(table);
  if (needsSql(constraint))
    return execute(`ALTER TABLE ${displayName(table)} ADD ${constraintDdl(constraint)}`);
  switch (constraint.kind) {
    case 'primaryKey':
      return directive('create_primary_key', [name, own, nameList(constraint.columns)], { schema });
    case 'unique':
      return directive('create_unique_constraint', [name, own, nameList(constraint.columns)], {
        schema,
        ...deferral(constraint),
      });
    case 'foreignKey':
      return directive(
        'create_foreign_key',
        [
          name,
          own,
          stringCode(constraint.references.name),
          nameList(constraint.columns),
          nameList(constraint.referencedColumns),
        ],
        {
          source_schema: schema,
          referent_schema: schemaArgument(constraint.references),
          ...actions(constraint),
        },
      );
    default:
      return directive('create_check_constraint', [name, own, checkSql(constraint)], { schema });
  }
}

function checkSql(constraint: Constraint): Code {
  return constraint.kind === 'check' ? sqlExpression(constraint.expression) : 'None';
}

const constraintTypes = {
  primaryKey: 'primary',
  unique: 'unique',
  foreignKey: 'foreignkey',
  check: 'check',
  exclusion: undefined,
} as const;

function removal(table: QualifiedName, { name, kind }: Constraint): Statement {
  const type = constraintTypes[kind];
  return directive('drop_constraint', [finalName(name), stringCode(table.name)], {
    schema: schemaArgument(table),
    type_: type === undefined ? undefined : stringCode(type),
  });
}

function deferral({ deferrable }: Constraint & { readonly kind: 'primaryKey' | 'unique' | 'foreignKey' }) {
  if (deferrable === undefined) return {};
  return { deferrable: 'True', initially: deferrable === 'deferred' ? stringCode('DEFERRED') : undefined };
}

function actions(key: ForeignKey): Readonly<Record<string, Code | undefined>> {
  return {
    onupdate: key.onUpdate && stringCode(key.onUpdate.toUpperCase()),
    ondelete: key.onDelete && stringCode(key.onDelete.toUpperCase()),
    match: key.match && stringCode(key.match.toUpperCase()),
    ...deferral(key),
  };
}
