import { states } from "./states.ts";

/** All states by screen, each a link to itself. */
export const GalleryList = () => {
  const screens = Map.groupBy(states, ({ name }) => name.slice(0, name.indexOf("/")));
  return (
    <main className="screen">
      <h1>Gallery of states</h1>
      <p className="soft">Every screen in every state, drawn from fixtures that the contract has checked.</p>
      <dl>
        {[...screens].map(([screen, list]) => (
          <div key={screen}>
            <dt>{screen}</dt>
            <dd>
              {list.map(({ name }) => (
                <a key={name} className="button button-quiet" href={`?state=${name}`}>
                  {name.slice(screen.length + 1)}
                </a>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </main>
  );
};
