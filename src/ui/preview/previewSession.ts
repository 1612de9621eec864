/** One question on its way: asked, answered, rehearsed, taken along. Says nothing to VS Code that it need not. */
import * as vscode from 'vscode';
import { UserError } from '../../app/userError.ts';
import { revisionsText } from '../../core/drift/verdictWords.ts';
import type { Failure, FromPreview, PreviewState, ToPreview } from '../../core/panels/previewMessages.ts';
import type { PreviewDocument } from '../../core/preview/previewDocument.ts';
import type { PreviewQuestion } from '../../core/preview/question.ts';
import type { RunPreview } from '../../core/preview/runPreview.ts';
import type { StampPreview } from '../../core/preview/stamp/stampPreview.ts';
import { fileNameOf, saveAs } from '../panels/webviewPanel.ts';
import type { PreviewHost } from './previewHost.ts';

export interface PreviewPage {
  readonly post: (message: ToPreview) => void;
  /** Of another question: in a panel of its own, or in this one. */
  readonly show: (question: PreviewQuestion) => void;
}

export class PreviewSession {
  readonly #host: PreviewHost;
  readonly #page: PreviewPage;
  #state: PreviewState | undefined;
  /** Of what is going on; a new question ends it. */
  #going = new AbortController();
  /** Ends with a rehearsal that is cancelled, or with the question. */
  #rehearsing: AbortController | undefined;

  constructor(host: PreviewHost, page: PreviewPage) {
    this.#host = host;
    this.#page = page;
  }

  dispose(): void {
    this.#going.abort();
    this.#rehearsing?.abort();
  }

  ask(question: PreviewQuestion): void {
    this.dispose();
    this.#rehearsing = undefined;
    this.#going = new AbortController();
    const { signal } = this.#going;
    const { preview, readAt } = this.#isSame(question) ? (this.#state ?? {}) : {};
    this.#set({
      question,
      status: { kind: 'loading' },
      offers: this.#host.offers(question),
      ...(preview && { preview }),
      ...(readAt !== undefined && { readAt }),
    });
    void this.#host.run(() => this.#answer(question, signal));
  }

  /** What is no message of the page, or asks for what is not offered, is passed over. */
  receive(message: unknown): void {
    void this.#host.run(async () => {
      const { readPreviewMessage } = await import('../../core/panels/readMessages.ts');
      const known = readPreviewMessage(message);
      if (known !== undefined) await this.#act(known);
    });
  }

  async #answer(question: PreviewQuestion, signal: AbortSignal): Promise<void> {
    try {
      const preview = await this.#host.preview(question, signal);
      if (signal.aborted) return;
      const offers = this.#host.offers(question);
      this.#set({ question, status: { kind: 'ready' }, preview, readAt: timeNow(), offers });
    } catch (error) {
      if (signal.aborted || this.#state === undefined) return;
      this.#set({ ...this.#state, status: { kind: 'failed', failure: failureOf(error) } });
      if (!(error instanceof UserError)) throw error;
    }
  }

  async #rehearse(question: PreviewQuestion): Promise<void> {
    if (this.#rehearsing !== undefined || this.#state?.status.kind !== 'ready') return;
    const { rehearsalFailure: _, ...before } = this.#state;
    this.#rehearsing = new AbortController();
    const { signal } = this.#rehearsing;
    this.#set({ ...before, rehearsal: { phase: 'starting', done: 0, all: 0 } });
    try {
      const onProgress = (progress: NonNullable<PreviewState['rehearsal']>) => {
        if (signal.aborted || this.#state === undefined) return;
        // A page that is hidden now asks for the state when it is shown again.
        this.#state = { ...this.#state, rehearsal: progress };
        this.#page.post({ kind: 'progress', progress });
      };
      const preview = await this.#host.rehearse(question, onProgress, signal);
      if (!signal.aborted) this.#set({ ...before, preview, readAt: timeNow() });
    } catch (error) {
      if (signal.aborted) return;
      this.#set({ ...before, rehearsalFailure: failureOf(error) });
      if (!(error instanceof UserError)) throw error;
    } finally {
      if (this.#rehearsing?.signal === signal) this.#rehearsing = undefined;
    }
  }

  #cancel(): void {
    this.#rehearsing?.abort();
    this.#rehearsing = undefined;
    if (this.#state === undefined) return;
    const { rehearsal: _, ...others } = this.#state;
    this.#set(others);
  }

  async #act(message: FromPreview): Promise<void> {
    const state = this.#state;
    if (state === undefined) return;
    switch (message.kind) {
      case 'ready':
        return this.#page.post({ kind: 'state', state });
      case 'refresh':
        return this.ask(state.question);
      case 'rehearse':
        return state.offers.rehearse ? this.#rehearse(state.question) : undefined;
      case 'cancel':
        return this.#cancel();
      default:
        return state.preview === undefined ? undefined : this.#take(message, state, state.preview);
    }
  }

  /** What takes along, opens or compares a preview that is there. */
  async #take(message: FromPreview, state: PreviewState, preview: PreviewDocument): Promise<void> {
    const { question, offers } = state;
    switch (message.kind) {
      case 'open':
        // Only what the preview itself names: a page cannot have other files opened.
        return filesOf(preview).has(message.file)
          ? this.#host.open({ file: message.file, ...(message.range && { range: message.range }) })
          : undefined;
      case 'copyMarkdown':
        return copy(this.#host.markdownOf(preview), 'The Markdown');
      case 'copySql':
        return copy(this.#host.sqlOf(preview), 'The SQL');
      case 'saveSql':
        await saveAs(fileNameFor(preview), { SQL: ['sql'] }, this.#host.sqlOf(preview));
        return;
      case 'openSql':
        return openSql(this.#host.sqlOf(preview));
      case 'compareWithTool':
        return preview.kind !== 'stamp' && offers.compareWith !== undefined
          ? this.#host.compareWithTool(question, preview, this.#going.signal)
          : undefined;
      default:
        return preview.kind === 'stamp' ? this.#stamp(message, state, preview) : undefined;
    }
  }

  async #stamp(
    message: FromPreview,
    { question, offers }: PreviewState,
    preview: StampPreview,
  ): Promise<void> {
    const { recommended, command } = preview;
    if (message.kind === 'previewRecommended' && recommended !== undefined) {
      this.#page.show({ ...question, target: recommended.join(' ') || 'base' });
    } else if (message.kind === 'previewUpgradeAfter') {
      const { projectId, environment } = question;
      const from = preview.to.join(' ') || 'base';
      this.#page.show({ projectId, environment, kind: 'upgrade', target: 'heads', from });
    } else if (message.kind === 'copyCommand' && command !== undefined) {
      await copy(command, 'The command');
    } else if (message.kind === 'runInTerminal' && offers.runInTerminal && (await isMeant(preview))) {
      await this.#host.runInTerminal(preview);
    }
  }

  #isSame(question: PreviewQuestion): boolean {
    return JSON.stringify(this.#state?.question) === JSON.stringify(question);
  }

  #set(state: PreviewState): void {
    this.#state = state;
    this.#page.post({ kind: 'state', state });
  }
}

/** A stamp that passes over what is not there is not for a slip of the hand. */
async function isMeant({ counts, environment, to }: StampPreview): Promise<boolean> {
  if (counts.false === 0) return true;
  const answer = await vscode.window.showWarningMessage(
    `This stamp claims what is not so in ${environment}.`,
    {
      modal: true,
      detail: `Effects of the revisions up to ${revisionsText(to)} that are not there: ${counts.false}. No later upgrade makes up for them.`,
    },
    'Place in Terminal',
  );
  return answer !== undefined;
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`${what} is on the clipboard.`, 3000);
}

async function openSql(content: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'sql', content }));
}

function fileNameFor({ kind, environment, to }: PreviewDocument): string {
  return `${fileNameOf([kind, environment, to.join('+') || 'base'])}.sql`;
}

function filesOf(preview: PreviewDocument): ReadonlySet<string> {
  const places = preview.kind === 'stamp' ? placesOfStamp(preview) : placesOfRun(preview);
  return new Set([...preview.revisions.map(({ file }) => file), ...places]);
}

function placesOfRun({ revisions }: RunPreview): readonly string[] {
  return revisions
    .flatMap(({ statements, uses }) => [
      ...statements.flatMap(({ location, findings }) => [location, ...findings.map((one) => one.location)]),
      ...uses.map(({ location }) => location),
    ])
    .map(({ file }) => file);
}

function placesOfStamp({ revisions }: StampPreview): readonly string[] {
  return revisions.flatMap(({ claims }) => claims.flatMap(({ location }) => location?.file ?? []));
}

function failureOf(error: unknown): Failure {
  return error instanceof UserError
    ? { message: error.message, advice: error.advice }
    : { message: 'Driftline failed unexpectedly.', advice: 'See its log, and try again.' };
}

const timeNow = (): string =>
  new Date().toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
