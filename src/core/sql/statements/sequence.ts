/** Sequences: their statements, and their options at identity columns. */
import type { AlterSeqStmt, CreateSeqStmt, DefElem, Node } from '@pgsql/types';
import type { SequenceOptions } from '../../migration/operations/definitions.ts';
import type { Step } from '../../migration/operations/operation.ts';
import { typeText } from '../../schema/type.ts';
import { nameParts, objectName, relationName } from '../nodes.ts';
import { typeOf } from '../typeOf.ts';
import { flag } from './step.ts';

export function createSequence({ sequence, options, if_not_exists }: CreateSeqStmt): readonly Step[] {
  return [
    {
      kind: 'createSequence',
      sequence: relationName(sequence),
      options: sequenceOptions(options),
      ...flag('ifNotExists', if_not_exists),
      ...flag('temporary', sequence?.relpersistence === 't'),
    },
  ];
}

export function alterSequence({ sequence, options, missing_ok }: AlterSeqStmt): readonly Step[] {
  return [
    {
      kind: 'alterSequence',
      sequence: relationName(sequence),
      options: sequenceOptions(options),
      ...flag('ifExists', missing_ok),
    },
  ];
}

export function sequenceOptions(options: readonly Node[] | undefined): SequenceOptions {
  const elements = (options ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  return Object.assign({}, ...elements.map(sequenceOption));
}

/** RESTART is none: it changes a value, not a sequence. */
function sequenceOption({ defname, arg }: DefElem): SequenceOptions {
  switch (defname) {
    case 'as':
      return arg !== undefined && 'TypeName' in arg ? { type: typeText(typeOf(arg.TypeName)) } : {};
    case 'start':
      return { start: numberText(arg) };
    case 'increment':
      return { increment: numberText(arg) };
    case 'minvalue':
      return { min: arg === undefined ? null : numberText(arg) };
    case 'maxvalue':
      return { max: arg === undefined ? null : numberText(arg) };
    case 'cache':
      return { cache: numberText(arg) };
    case 'cycle':
      return { cycle: arg !== undefined && 'Boolean' in arg && arg.Boolean.boolval === true };
    case 'owned_by': {
      const parts = arg !== undefined && 'List' in arg ? nameParts(arg.List.items) : [];
      const column = parts.at(-1) ?? '';
      return { ownedBy: parts.length < 2 ? null : { table: objectName(parts.slice(0, -1)), column } };
    }
    default:
      return {};
  }
}

function numberText(node: Node | undefined): string {
  if (node !== undefined && 'Float' in node) return node.Float.fval ?? '0';
  return String(node !== undefined && 'Integer' in node ? (node.Integer.ival ?? 0) : 0);
}
