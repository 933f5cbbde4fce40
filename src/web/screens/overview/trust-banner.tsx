import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import type { Workspace } from "../../../contract/shapes/workspace.ts";
import { call } from "../../data/client.ts";
import { Button } from "../../pieces/button.tsx";
import { Failure } from "../../pieces/states.tsx";

/** What trusting a folder means, and the button. Shown until it is trusted; reading works without. */
export const TrustBanner = ({ workspace }: { readonly workspace: Workspace }) => {
  const client = useQueryClient();
  const trust = useMutation({
    mutationFn: () => call("trustWorkspace", { slug: workspace.slug }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["workspaces"] }),
  });
  if (workspace.trusted) return null;
  return (
    <section className="trust" aria-label="Trust">
      <ShieldAlert size={20} aria-hidden />
      <div className="trust-text">
        <h2>This folder is read, not run</h2>
        <p className="soft">
          All you see comes from its source. Commands such as <code>showmigrations</code> execute the project's own code, so the desk runs
          none until you trust this folder. Trust covers read-only commands from a fixed list, and ends if another folder takes this one's
          place.
        </p>
        {trust.error === null ? null : <Failure error={trust.error} />}
      </div>
      <Button onClick={() => trust.mutate()} disabled={trust.isPending || !workspace.available}>
        Trust this folder
      </Button>
    </section>
  );
};
