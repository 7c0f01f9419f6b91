import type { App } from '../../http/app.ts'
import { mountAdminAccounts } from './accounts.ts'
import { mountAdminInvitations } from './invitations.ts'

/** Everything below `/admin`. */
export function mountOperator(app: App): void {
  mountAdminAccounts(app)
  mountAdminInvitations(app)
}
