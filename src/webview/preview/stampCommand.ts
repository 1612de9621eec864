/** How to write the stamp. Driftline does not write it; where the stamp is false, not even the words come unasked. */
import { counted } from '../../core/drift/words.ts';
import type { PreviewState } from '../../core/panels/previewMessages.ts';
import type { StampedRevision, StampPreview } from '../../core/preview/stamp/stampPreview.ts';
import { type Child, h } from '../shared/dom.ts';
import { button } from '../shared/elements.ts';
import { icon } from '../shared/icons.ts';
import type { Actions, PageView } from './actions.ts';
import { codeBlock, note, section, sqlBlock } from './pieces.ts';

export function stampCommand(
  preview: StampPreview,
  state: PreviewState,
  view: PageView,
  actions: Actions,
): Child {
  if (preview.sql.length === 0 && preview.command === undefined) return undefined;
  const isFalse = preview.counts.false > 0;
  return section(
    'command',
    'How to stamp',
    isFalse ? confirmation(preview, view, actions) : undefined,
    isFalse && !view.confirmed ? undefined : ways(preview, state, actions),
  );
}

function confirmation(preview: StampPreview, view: PageView, { change }: Actions): HTMLElement {
  const { counts, environment } = preview;
  const what = counted(counts.false, 'effect');
  const box = h(
    'vscode-checkbox',
    { id: 'confirm', attributes: { checked: view.confirmed ? '' : undefined } },
    `I know that this stamp is false for ${environment}. Show how to write it.`,
  );
  box.addEventListener('change', () => change({ confirmed: !view.confirmed }));
  return h(
    'div',
    { class: 'banner tone-bad confirmation' },
    icon('bad'),
    h(
      'div',
      {},
      h(
        'p',
        { class: 'banner-title' },
        `This stamp passes over ${what} that ${counts.false === 1 ? 'is' : 'are'} not so.`,
      ),
      ...consequences(preview).map((text) => h('p', {}, text)),
      box,
    ),
  );
}

/** What comes of a false claim, upwards and downwards. */
function consequences({ revisions }: StampPreview): readonly string[] {
  const isFalse = (as: StampedRevision['as']) =>
    revisions.some((one) => one.as === as && one.claims.some(({ truth }) => truth === 'false'));
  return [
    ...(isFalse('claimed')
      ? ['No later upgrade makes up for it: revisions that are claimed to be applied are never run again.']
      : []),
    ...(isFalse('disclaimed')
      ? [
          'The next upgrade runs revisions again whose effects are there already, and may fail at the first of them.',
        ]
      : []),
  ];
}

function ways(preview: StampPreview, { offers }: PreviewState, { ask }: Actions): Child {
  const { sql, command, environment, writable } = preview;
  return [
    command === undefined
      ? undefined
      : [
          h('h3', {}, 'Command'),
          codeBlock(command, 'The command that stamps'),
          h(
            'div',
            { class: 'toolbar' },
            button('Copy Command', { id: 'copyCommand', onClick: () => ask('copyCommand') }),
            offers.runInTerminal
              ? button('Run in Terminal', {
                  id: 'runInTerminal',
                  title: 'Places the command in a terminal; you start it',
                  onClick: () => ask('runInTerminal'),
                })
              : undefined,
          ),
        ],
    sql.length === 0
      ? undefined
      : [
          h('h3', {}, 'SQL'),
          sqlBlock(sql.map((one) => `${one};`).join('\n'), 'The SQL that stamps'),
          h(
            'div',
            { class: 'toolbar' },
            button('Copy SQL', { id: 'copySql', onClick: () => ask('copySql') }),
            button('Open as Document', { id: 'openSql', onClick: () => ask('openSql') }),
          ),
        ],
    writable
      ? undefined
      : note(
          'information',
          'muted',
          `Driftline never writes to ${environment}: take the command or the SQL to whoever may.`,
        ),
  ];
}
