import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { call, type Input } from "../../data/client.ts";
import { Button } from "../../pieces/button.tsx";
import { Failure } from "../../pieces/states.tsx";

type Sample = NonNullable<Input<"openSample">["sample"]>;

const samples: readonly { readonly key: Sample; readonly name: string }[] = [
  { key: "observatory", name: "Observatory" },
  { key: "library", name: "Library" },
];

/** A real Django project in one click, for whoever has none at hand. */
export const SampleButtons = () => {
  const client = useQueryClient();
  const navigate = useNavigate();
  const open = useMutation({
    mutationFn: (sample: Sample) => call("openSample", { sample }),
    onSuccess: async (workspace) => {
      await client.invalidateQueries({ queryKey: ["workspaces"] });
      await navigate({ to: "/w/$slug", params: { slug: workspace.slug } });
    },
  });
  return (
    <div className="samples">
      <span>Or open a sample:</span>
      {samples.map(({ key, name }) => (
        <Button key={key} onClick={() => open.mutate(key)} disabled={open.isPending}>
          {name}
        </Button>
      ))}
      {open.error === null ? null : <Failure error={open.error} />}
    </div>
  );
};
