/**
 * What people tell of themselves beside a yes or a no: 是的，我们开车来; "no, we'll walk". It explains the answer and changes
 * nothing. Whatever could be an answer of its own, a wish, a doubt or a number, is no such fact.
 */

const OF_SELF =
  /^(?:我|我们|咱们?|俺|本人|孩子|老婆|老公|爸妈?|妈|家里|家人|公司|正好|刚好|反正|因为|毕竟|已经|自己|开车|自驾)|^(?:i|i'm|i've|i'll|we|we're|we've|we'll|my|our|because|since)\b/;
const NO_FACT =
  /[\d一二两三四五六七八九十几半?]|坐(?!地铁|公交|车|高铁)|[要订选叫姓名改换加减送号点周月座间厅想问等再但又还或]|不过|可是|可能|也许|如果|的话|除非|考虑|商量|确定|知道|怎|什么|多少|哪|吗|呢|来不|得|\b(?:but|if|or|and|maybe|might|may|could|would|should|can|can't|not sure|don't know|think|guess|know|mean|meant|want|need|like|prefer|change|instead|rather|wait|hold|ask|check|later|until|unless|depends|hope|table|seat|room|people|one|two|three|four|five|today|tomorrow|tonight|am|pm|what|how|when|why|where|which|sorry|actually)\b/;
const NEGATES = /[不没别无未]|\b(?:no|not|never|without|nothing)\b|n't\b/;
/** In characters: what is longer is a story. */
const LONGEST = 40;

/** What a folded clause tells: nothing (`undefined`) where it may be more than a fact, else whether it denies something. */
export function factIn(clause: string): { readonly denies: boolean } | undefined {
  const said = clause.trim();
  if (said.length > LONGEST || !OF_SELF.test(said) || NO_FACT.test(said)) return undefined;
  return { denies: NEGATES.test(said) };
}
