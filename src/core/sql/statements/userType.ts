/** Enum, domain, composite and range types. */
import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CompositeTypeStmt,
  Constraint,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
} from '@pgsql/types';
import type { Step } from '../../migration/operations/operation.ts';
import { displayName } from '../../schema/name.ts';
import { nameParts, objectName, relationName } from '../nodes.ts';
import { expressionBehind, expressionIn, findWord, type Statement, tokenAt } from '../statement.ts';
import { typeOf } from '../typeOf.ts';
import { collationOf, defaultText } from './column.ts';
import { flag, given, opaque } from './step.ts';

export function createEnum({ typeName, vals }: CreateEnumStmt): Step {
  return { kind: 'createEnum', type: objectName(nameParts(typeName)), labels: nameParts(vals) };
}

export function alterEnum(alter: AlterEnumStmt): Step {
  const type = objectName(nameParts(alter.typeName));
  const { oldVal, newVal = '', newValNeighbor, newValIsAfter } = alter;
  if (oldVal !== undefined) return { kind: 'renameEnumLabel', type, label: oldVal, newLabel: newVal };
  return {
    kind: 'addEnumLabel',
    type,
    label: newVal,
    ...flag('ifNotExists', alter.skipIfNewValExists),
    ...(newValNeighbor !== undefined && {
      place: {
        side: newValIsAfter === true ? ('after' as const) : ('before' as const),
        label: newValNeighbor,
      },
    }),
  };
}

export function createDomain(create: CreateDomainStmt, statement: Statement): Step {
  const parts = (create.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const fallback = parts.find(({ contype }) => contype === 'CONSTR_DEFAULT');
  const column = create.collClause === undefined ? {} : { collClause: create.collClause };
  return {
    kind: 'createDomain',
    type: objectName(nameParts(create.domainname)),
    baseType: typeOf(create.typeName),
    nullable: !parts.some(({ contype }) => contype === 'CONSTR_NOTNULL'),
    ...(fallback !== undefined && { default: defaultText(fallback, column, parts, statement) }),
    ...given('collation', collationOf(column)),
    checks: parts
      .filter(({ contype }) => contype === 'CONSTR_CHECK')
      .map((part) => ({ ...given('name', part.conname), expression: checkText(part, statement) })),
  };
}

function checkText({ location }: Constraint, statement: Statement): string {
  return expressionBehind(
    statement,
    findWord(statement, ['check'], tokenAt(statement, statement.offset(location))),
  );
}

/** The letters are those of `AlterDomainStmt` in PostgreSQL's sources. */
export function alterDomain(alter: AlterDomainStmt, statement: Statement): Step {
  const type = objectName(nameParts(alter.typeName));
  const { subtype, name = '', def, missing_ok } = alter;
  switch (subtype) {
    case 'T': {
      const from = findWord(statement, ['set', 'drop']) + 2;
      const text = def && expressionIn(statement, from, statement.tokens.length);
      return { kind: 'alterDomain', type, change: { kind: 'default', default: text } };
    }
    case 'N':
      return { kind: 'alterDomain', type, change: { kind: 'nullable', nullable: true } };
    case 'O':
      return { kind: 'alterDomain', type, change: { kind: 'nullable', nullable: false } };
    case 'X':
      return {
        kind: 'alterDomain',
        type,
        change: { kind: 'dropCheck', name, ...flag('ifExists', missing_ok) },
      };
    case 'C': {
      const part = def !== undefined && 'Constraint' in def ? def.Constraint : {};
      if (part.contype === 'CONSTR_NOTNULL') {
        return { kind: 'alterDomain', type, change: { kind: 'nullable', nullable: false } };
      }
      const check = {
        kind: 'addCheck',
        ...given('name', part.conname),
        expression: checkText(part, statement),
        ...flag('notValid', part.skip_validation),
      } as const;
      return { kind: 'alterDomain', type, change: check };
    }
    default: {
      // VALIDATE CONSTRAINT.
      const reason = `Whether ${name} of ${displayName(type)} is validated is not followed.`;
      return opaque(reason, [{ kind: 'type', name: type }]);
    }
  }
}

export function createComposite({ typevar, coldeflist }: CompositeTypeStmt): Step {
  const attributes = (coldeflist ?? []).flatMap((node) =>
    'ColumnDef' in node
      ? [{ name: node.ColumnDef.colname ?? '', type: typeOf(node.ColumnDef.typeName) }]
      : [],
  );
  return { kind: 'createComposite', type: relationName(typevar), attributes };
}

export function createRange({ typeName, params }: CreateRangeStmt): Step {
  const subtype = (params ?? []).flatMap((node) =>
    'DefElem' in node && node.DefElem.defname === 'subtype' ? [node.DefElem.arg] : [],
  )[0];
  const type = subtype !== undefined && 'TypeName' in subtype ? subtype.TypeName : undefined;
  return { kind: 'createRange', type: objectName(nameParts(typeName)), subtype: typeOf(type) };
}
