-- shadow | 影子规则对照 | Live and shadow rules compared
-- rule | 规则 | Rule
-- kind | 类型 | Kind
-- live | 现行发现 | Found by the live policy
-- shadow | 影子发现 | Found by the policy in shadow
-- in_both | 二者皆有 | By both
-- only_live | 仅现行 | By the live one only
-- only_shadow | 仅影子 | By the one in shadow only
-- confirmed_lost | 将漏掉的属实发现 | Confirmed ones that would be lost
-- dismissed_spared | 将免去的误报 | Dismissed ones that would be spared
--
-- One condition (rule, kind, subject, clock, episode, assignment, rung) counts once on each side;
-- retracted ones are left out. Identity: parties that are linked to another, whichever it is. Rules of which no policy in shadow finds anything are not listed.
SELECT
    rule,
    kind,
    countIf(number = 'live') AS live,
    countIf(number = 'shadow') AS shadow,
    countIf(number = 'in_both') AS in_both,
    countIf(number = 'only_live') AS only_live,
    countIf(number = 'only_shadow') AS only_shadow,
    countIf(number = 'confirmed_lost') AS confirmed_lost,
    countIf(number = 'dismissed_spared') AS dismissed_spared
FROM report_shadow_cases
GROUP BY rule, kind
ORDER BY rule, kind
