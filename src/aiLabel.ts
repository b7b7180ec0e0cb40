/** The type of the entities in which both SDKs label a message. */
export const LABEL_TYPE = "https://schema.org/Message";

/** Says in a label that a model wrote the message. */
export const BY_AI = "AIGeneratedContent";

/** What `addAIToActivity` of the SDKs puts among the entities of a message that a model wrote. */
export const AI_LABEL = {
  type: LABEL_TYPE,
  "@type": "Message",
  "@context": "https://schema.org",
  "@id": "",
  additionalType: [BY_AI],
};
