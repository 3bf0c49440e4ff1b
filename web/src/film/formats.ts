import { frameSizes } from '../picture/picture.ts';

/** A film as a video, in a container, as a browser encodes it: the kind of codec, and its exact name. */
export interface Video {
  readonly container: 'webm' | 'mp4';
  readonly kind: 'vp9' | 'vp8' | 'avc';
  readonly codec: string;
}

/** The forms of a film. */
export type Format = Video | { readonly container: 'gif' };

/** What browsers may encode, the best of each container first; 1920 x 1080 is within their levels. */
const videos: readonly Video[] = [
  { container: 'webm', kind: 'vp9', codec: 'vp09.00.40.08' }, { container: 'webm', kind: 'vp8', codec: 'vp8' },
  { container: 'mp4', kind: 'avc', codec: 'avc1.640028' }, { container: 'mp4', kind: 'avc', codec: 'avc1.42e028' },
];

/** The forms of film that this browser makes; GIF needs no encoder of it. */
export async function formatsHere(): Promise<readonly Format[]> {
  const { width, height, ratio } = frameSizes.wide;
  const found: Format[] = [];
  for (const format of typeof VideoEncoder === 'undefined' ? [] : videos) {
    if (found.some(({ container }) => container === format.container)) continue;
    const config = { codec: format.codec, width: width * ratio, height: height * ratio, bitrate: 6e6 };
    const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
    if (supported === true) found.push(format);
  }
  return [...found, { container: 'gif' }];
}
