/** Up to this size a file is had whole where its host serves no parts. */
const mostWhole = 16 * 1024 * 1024;

/** Why a part cannot be had: the status that an answer has then, and what is told. */
export class PartsError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Returns what reads parts of a file. A host that knows no range requests (RFC 9110, section 14)
 * answers the first one, which nobody ends, with all of the file: if it is small it is kept. Without
 * a network it is whole, too, since the browser's cache takes no parts.
 */
export function partsOf(address: string, bytes: number): (offset: number, length: number, signal?: AbortSignal) => Promise<ArrayBuffer> {
  let whole: Promise<ArrayBuffer> | undefined;

  const keep = (all: Promise<ArrayBuffer>) => {
    whole = all;
    all.then(() => (document.documentElement.dataset['archive'] = 'whole'), () => (whole = undefined));
    return all;
  };

  const part = async (offset: number, length: number, signal?: AbortSignal) => {
    const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
    let response: Response;
    try {
      response = await fetch(address, { headers, ...(signal && { signal }) });
    } catch {
      signal?.throwIfAborted();
      return undefined; // there is no network
    }
    if (response.status === 206) {
      document.documentElement.dataset['archive'] = 'parts';
      return response.arrayBuffer();
    }
    if (response.ok && bytes <= mostWhole) {
      console.warn(`${address}: the host serves no parts of files, so all ${bytes} bytes are had`);
      return void keep(response.arrayBuffer());
    }
    await response.body?.cancel();
    throw response.ok ? noParts(bytes) : refused(response);
  };

  return async (offset, length, signal) => {
    const data = whole ? undefined : await part(offset, length, signal);
    if (data) return data;
    return (await (whole ?? keep(all(address)))).slice(offset, offset + length);
  };
}

/** Reads parts of a file of any size, and never all of it. */
export function onlyParts(address: string): (offset: number, length: number, signal?: AbortSignal) => Promise<ArrayBuffer> {
  return async (offset, length, signal) => {
    const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
    const response = await fetch(address, { headers, ...(signal && { signal }) });
    if (response.status === 206) return response.arrayBuffer();
    await response.body?.cancel();
    throw refused(response);
  };
}

async function all(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw refused(response);
  return response.arrayBuffer();
}

function noParts(bytes: number): PartsError {
  return new PartsError(501, `The tiles are one file of ${Math.round(bytes / 1e6)} MB, of which parts are asked for ` +
    '(range requests, RFC 9110), and this host serves none: it wants a map that is published with -tiles files.');
}

/** A file that is removed was of an older version. */
function refused({ status, statusText }: Response): PartsError {
  return new PartsError(status === 404 || status === 403 ? 410 : status, statusText);
}
