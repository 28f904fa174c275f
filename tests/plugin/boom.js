// Required before the plugin: a signal raises an error that no request answers for.
process.on("SIGUSR2", () => {
  throw new Error("boom");
});
