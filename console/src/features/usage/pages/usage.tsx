import { getRouteApi } from '@tanstack/react-router'
import { CallLog } from '../parts/call-log.tsx'

const route = getRouteApi('/guarded/shell/orgs/$org/usage')

/** Every call of the organization, newest first; members see those of their own keys. */
export function UsagePage() {
  const navigate = route.useNavigate()
  return (
    <CallLog
      kind="usage"
      org={route.useParams().org}
      search={route.useSearch()}
      onChange={(changes) => void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })}
    />
  )
}
