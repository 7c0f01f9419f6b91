import { getRouteApi } from '@tanstack/react-router'
import { CallLog } from '../parts/call-log.tsx'

const route = getRouteApi('/guarded/shell/orgs/$org/errors')

/** Calls that were refused or failed, newest first; members see those of their own keys. */
export function ErrorsPage() {
  const navigate = route.useNavigate()
  return (
    <CallLog
      kind="errors"
      org={route.useParams().org}
      search={route.useSearch()}
      onChange={(changes) => void navigate({ search: (old) => ({ ...old, ...changes }), replace: true })}
    />
  )
}
