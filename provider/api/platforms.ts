/** The platforms that serve the rooms API, as documented by their vendors. */
export const platforms = {
  enablex: { title: "EnableX", apiUrl: "https://api.enablex.io/video/v1", portal: "portal.enablex.io" },
  smartfloMeet: {
    title: "Smartflo Meet",
    apiUrl: "https://api.smartflomeet.ttns.in/video/v1",
    portal: "portal.smartflomeet.ttns.in",
  },
} as const;

export type Platform = keyof typeof platforms;

/** The platform whose API has this base URL. */
export const platformAt = (apiUrl: string): Platform | undefined =>
  (Object.keys(platforms) as Platform[]).find((platform) => platforms[platform].apiUrl === apiUrl);
