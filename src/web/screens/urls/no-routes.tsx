import { useFacts } from "../../data/queries.ts";
import { Empty } from "../../pieces/states.tsx";

/** Why there are no routes, as far as the settings say it. */
export const NoRoutes = ({ slug }: { readonly slug: string }) => {
  const module = useFacts(slug, "settings").data?.settings?.ROOT_URLCONF ?? null;
  return (
    <Empty title="No routes were read">
      {module === null ? (
        <>The settings say no ROOT_URLCONF, or it is not known from source.</>
      ) : (
        <>
          ROOT_URLCONF is <code>{module}</code>: its <code>urlpatterns</code> are empty, or the module could not be read. The findings of
          the overview name what could not be.
        </>
      )}
    </Empty>
  );
};
