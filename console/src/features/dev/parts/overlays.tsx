import { Copy, Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { ApiError } from '../../../lib/api-error.ts'
import { useTranslation } from '../../../lib/texts.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { ConfirmPasswordDialog } from '../../../ui/confirm-password.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Drawer } from '../../../ui/drawer.tsx'
import { Form } from '../../../ui/form.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator, MenuToggle } from '../../../ui/menu.tsx'
import { DangerRow, Section } from '../../../ui/page.tsx'
import { SecretOnceDialog } from '../../../ui/secret-dialog.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'

type Open = 'dialog' | 'confirm' | 'delete' | 'password' | 'drawer' | null

export function Overlays() {
  const { t } = useTranslation('dev')
  const [open, setOpen] = useState<Open>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [density, setDensity] = useState<'a' | 'b'>('a')
  const [on, setOn] = useState(true)
  const [tab, setTab] = useState('one')
  const form = useForm({ defaultValues: { name: '' } })
  const close = () => setOpen(null)
  const set = (kind: Open) => (next: boolean) => setOpen(next ? kind : null)
  return (
    <>
      <Section title={t('overlays')}>
        <div className="flex flex-col gap-5">
          <div className="flex flex-wrap items-center gap-2">
            <Button onClick={() => setOpen('dialog')}>{t('overlay.dialog')}</Button>
            <Button onClick={() => setSecret(`pk_${'demo'.repeat(8)}abcd`)}>{t('overlay.secret')}</Button>
            <Button onClick={() => setOpen('password')}>{t('overlay.password')}</Button>
            <Button onClick={() => setOpen('drawer')}>{t('overlay.drawer')}</Button>
            <Button onClick={() => toast({ title: t('overlay.saved') })}>{t('overlay.toast')}</Button>
            <Button
              onClick={() =>
                toast({
                  title: t('overlay.disabled'),
                  description: t('overlay.disabledText'),
                  action: { label: t('overlay.undo'), onClick: () => toast({ title: t('overlay.undone') }) },
                })
              }
            >
              {t('overlay.toastUndo')}
            </Button>
            <Button onClick={() => toast({ kind: 'problem', title: t('overlay.failed') })}>
              {t('overlay.toastProblem')}
            </Button>
            <Tooltip text={t('overlay.tip')}>
              <Button kind="quiet">{t('overlay.tooltip')}</Button>
            </Tooltip>
            <Menu trigger={<IconButton kind="secondary" label={t('overlay.menu')} icon={<Ellipsis />} />}>
              <MenuItem icon={<Copy />}>{t('overlay.copyId')}</MenuItem>
              <MenuItem disabled>{t('button.disabled')}</MenuItem>
              <MenuSeparator />
              <MenuChoice
                label={t('overlay.choice')}
                value={density}
                onValueChange={setDensity}
                options={[
                  { value: 'a', label: t('overlay.choiceA') },
                  { value: 'b', label: t('overlay.choiceB') },
                ]}
              />
              <MenuToggle label={t('overlay.toggle')} checked={on} onCheckedChange={setOn} />
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 />}>
                {t('overlay.revoke')}
              </MenuItem>
            </Menu>
          </div>
          <Tabs
            label={t('overlay.tabs')}
            value={tab}
            onValueChange={setTab}
            tabs={[
              { value: 'one', label: t('overlay.tabOne'), content: <p>{t('overlay.tabOneText')}</p> },
              { value: 'two', label: t('overlay.tabTwo'), content: <p>{t('overlay.tabTwoText')}</p> },
            ]}
          />
        </div>
      </Section>
      <Section danger title={t('danger.title')}>
        <DangerRow
          title={t('danger.revoke')}
          action={
            <Button kind="danger" onClick={() => setOpen('confirm')}>
              {t('danger.revokeVerb')}
            </Button>
          }
        >
          {t('danger.revokeText')}
        </DangerRow>
        <DangerRow
          title={t('danger.delete')}
          action={
            <Button kind="danger" onClick={() => setOpen('delete')}>
              {t('danger.deleteVerb')}
            </Button>
          }
        >
          {t('danger.deleteText')}
        </DangerRow>
      </Section>
      <Dialog
        open={open === 'dialog'}
        onOpenChange={set('dialog')}
        onClosed={() => form.reset()}
        title={t('overlay.dialogTitle')}
        description={t('overlay.dialogText')}
        footer={
          <>
            <Button onClick={close}>{t('ui:cancel')}</Button>
            <Button type="submit" form="demo" kind="primary">
              {t('form.submit')}
            </Button>
          </>
        }
      >
        <Form id="demo" form={form} onSubmit={async () => close()}>
          <TextField name="name" label={t('form.name')} />
        </Form>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={set('confirm')}
        title={t('danger.revokeAsk')}
        verb={t('danger.revokeVerb')}
        onConfirm={async () => {
          throw new ApiError(503, 'network')
        }}
      >
        {t('danger.revokeText')}
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={set('delete')}
        title={t('danger.deleteAsk')}
        verb={t('danger.deleteVerb')}
        typeToConfirm="acme"
        onConfirm={async () => {}}
      >
        {t('danger.deleteText')}
      </ConfirmDialog>
      <ConfirmPasswordDialog
        open={open === 'password'}
        title={t('shell:confirm.title')}
        description={t('shell:confirm.text')}
        username="ada"
        verb={t('shell:confirm.verb')}
        cancel={t('ui:cancel')}
        onPassword={async () => close()}
        onCancel={close}
      />
      <Drawer open={open === 'drawer'} onOpenChange={set('drawer')} title={t('overlay.drawer')}>
        <p className="p-4">{t('overlay.dialogText')}</p>
      </Drawer>
      <SecretOnceDialog
        secret={secret}
        title={t('overlay.secretTitle')}
        description={t('overlay.secretText')}
        onSaved={() => setSecret(null)}
        samples={[
          {
            id: 'env',
            label: t('overlay.env'),
            code: (value) => `OPENAI_API_KEY=${value}\nOPENAI_BASE_URL=${location.origin}/v1`,
          },
          {
            id: 'curl',
            label: t('overlay.curl'),
            code: (value) => `curl ${location.origin}/v1/models \\\n  -H "Authorization: Bearer ${value}"`,
          },
        ]}
      />
    </>
  )
}
