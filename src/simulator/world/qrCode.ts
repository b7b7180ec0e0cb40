/** A parametric QR code. Source: svc:qrcode/qrcodes/api_createqrcode */
export interface QrCode {
  readonly ticket: string;
  /** A number or a string, as it was created. */
  readonly scene: number | string;
  readonly permanent: boolean;
  /** Milliseconds; meaningless for a permanent one. */
  readonly expiresAt: number;
  readonly url: string;
}

export function isScannable(code: QrCode, now: number): boolean {
  return code.permanent || now < code.expiresAt;
}
