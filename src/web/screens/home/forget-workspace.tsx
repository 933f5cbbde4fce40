import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { call } from "../../data/client.ts";
import { Button } from "../../pieces/button.tsx";
import { Failure } from "../../pieces/states.tsx";

/** Takes a workspace off the desk, after saying what goes (scans and runs) and what stays (every file). */
export const ForgetWorkspace = ({ workspace }: { readonly workspace: Workspace }) => {
  const client = useQueryClient();
  const forget = useMutation({
    mutationFn: () => call("forgetWorkspace", { slug: workspace.slug }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workspaces"] }),
  });
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="icon-button" aria-label={`Forget ${workspace.name}`} title="Forget">
        <Trash2 size={15} aria-hidden />
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="veil" />
        <AlertDialog.Popup className="dialog">
          <AlertDialog.Title className="dialog-title">Forget {workspace.name}?</AlertDialog.Title>
          <AlertDialog.Description className="soft">
            Its scans, runs and their logs leave the desk for good. No file in <code>{workspace.project_path}</code> is touched.
          </AlertDialog.Description>
          {forget.error === null ? null : <Failure error={forget.error} />}
          <div className="dialog-actions">
            <AlertDialog.Close className="button button-plain">Keep</AlertDialog.Close>
            <Button look="danger" onClick={() => forget.mutate()} disabled={forget.isPending}>
              Forget
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
};
