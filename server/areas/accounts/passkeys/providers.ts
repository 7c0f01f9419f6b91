/** What makes passkeys, by the AAGUID that it writes into them. It may write what it likes: good for a name and a picture, and nothing else. */
const providers: Record<string, { name: string; aaguids: readonly string[] }> = {
  icloud: {
    name: 'iCloud Keychain',
    aaguids: ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'dd4ec289-e01d-41c9-bb89-70fa845d4bf2'],
  },
  google: { name: 'Google Password Manager', aaguids: ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'] },
  chrome: { name: 'Chrome on Mac', aaguids: ['adce0002-35bc-c60a-648b-0b25f1f05503'] },
  windows: {
    name: 'Windows Hello',
    aaguids: [
      '08987058-cadc-4b81-b6e1-30de50dcbe96',
      '9ddd1817-af5a-4672-a2b9-3e3dd95000a9',
      '6028b017-b1d4-4c02-b4b3-afcdafc96bb2',
    ],
  },
  samsung: { name: 'Samsung Pass', aaguids: ['53414d53-554e-4700-0000-000000000000'] },
  onepassword: { name: '1Password', aaguids: ['bada5566-a7aa-401f-bd96-45619a55120d'] },
  bitwarden: { name: 'Bitwarden', aaguids: ['d548826e-79b4-db40-a3d8-11116f7e8349'] },
  dashlane: { name: 'Dashlane', aaguids: ['531126d6-e717-415c-9320-3d9aa6981239'] },
  keepassxc: { name: 'KeePassXC', aaguids: ['fdb141b2-5d84-443e-8a35-4698c205a502'] },
  proton: { name: 'Proton Pass', aaguids: ['50726f74-6f6e-5061-7373-50726f746f6e'] },
  nordpass: { name: 'NordPass', aaguids: ['b84e4048-15dc-4dd0-8640-f4f60813c8af'] },
  keeper: { name: 'Keeper', aaguids: ['0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6'] },
  enpass: { name: 'Enpass', aaguids: ['f3809540-7f14-49c1-a8b3-8f813b225541'] },
  yubikey: {
    name: 'YubiKey 5',
    aaguids: [
      'cb69481e-8ff7-4039-93ec-0a2729a154a8',
      'ee882879-721c-4913-9775-3dfcce97072a',
      'fa2b99dc-9e39-4257-8f92-4a30d23c4118',
      '2fc0579f-8113-47ea-b116-bb5a8db9202a',
      'c5ef55ff-ad9a-4b9f-b580-adebafe026d0',
      'a25342c0-3cdc-4414-8e46-f4807fca511c',
      '19083c3d-8383-4b18-bc03-8f1c9ab2fd1b',
    ],
  },
}
const byAaguid = new Map(
  Object.entries(providers).flatMap(([id, { name, aaguids }]) =>
    aaguids.map((aaguid) => [aaguid, { id, name }] as const),
  ),
)

export type PasskeyProvider = { id: string; name: string }

/** @returns null where nobody says, or who is not known here. */
export function providerOf(aaguid: string): PasskeyProvider | null {
  return byAaguid.get(aaguid.toLowerCase()) ?? null
}
