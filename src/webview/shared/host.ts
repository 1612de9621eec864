/** The other side: messages to it and from it, and what VS Code keeps for the page while it is hidden. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host<From, To extends { readonly kind: string }, Kept> {
  send(message: From): void;
  /** What was kept when the page was last shown. */
  kept(): Kept | undefined;
  keep(state: Kept): void;
  /** Only the host can post messages to the page: those with a known kind are its own. */
  listen(kind: To['kind'], listener: (message: To) => void): void;
}

/** May be called once: VS Code hands its interface out to the first who asks. */
export function connectHost<From, To extends { readonly kind: string }, Kept>(): Host<From, To, Kept> {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    kept: () => api.getState() as Kept | undefined,
    keep: (state) => api.setState(state),
    listen: (kind, listener) =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'object' && data !== null && 'kind' in data && data.kind === kind)
          listener(data as To);
      }),
  };
}
