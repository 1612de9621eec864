/** A `CREATE TRIGGER` without its spelling. How it is called and which table it is of, whoever compares it knows. */
import type { CreateTrigStmt, Node } from '@pgsql/types';
import { nameParts } from '../nodes.ts';
import { named, relation, type Term, termOf } from './term.ts';

export function triggerTerm(trigger: CreateTrigStmt): Term {
  const { funcname, constrrel, whenClause } = trigger;
  const terms = [
    named('call', nameParts(funcname)),
    ...(constrrel === undefined ? [] : [relation(constrrel)]),
    ...(whenClause === undefined ? [] : [termOf(whenClause)]),
  ];
  return { kind: 'trigger', value: JSON.stringify(plainParts(trigger)), terms, casts: [] };
}

/** What is written in one way only, but for its order. */
function plainParts({
  row = false,
  timing = 0,
  events = 0,
  isconstraint = false,
  deferrable = false,
  initdeferred = false,
  columns,
  args,
  transitionRels = [],
}: CreateTrigStmt) {
  return [
    { row, timing, events, isconstraint, deferrable, initdeferred },
    [...nameParts(columns)].sort(),
    nameParts(args),
    transitionRels.map(transition).sort(),
  ];
}

function transition(node: Node): string {
  if (!('TriggerTransition' in node)) return '';
  const { isNew = false, name = '' } = node.TriggerTransition;
  return `${isNew ? 'new' : 'old'} ${name}`;
}
