/** Whether this browser can use passkeys at this address: they need https, or `localhost`, and a name rather than a number. */
export function passkeySupport(): 'works' | 'insecure' | 'unsupported' {
  const { hostname } = location
  if (!isSecureContext || /^\[|^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return 'insecure'
  return 'PublicKeyCredential' in window ? 'works' : 'unsupported'
}
