-- offers | 政策直达 | Policies reaching whom they fit
-- menu_id | 清单 | Menu
-- item | 政策或服务 | Item
-- fits | 符合条件主体 | Parties it fits
-- told | 已告知 | Of these told
-- untold | 从未告知 | Of these never told
-- told_rate | 告知率（%） | Told (%)
-- unfit | 不符合而告知 | Told though it does not fit
-- opened | 已查看 | Opened
-- applied | 已申请 | Applied
-- applied_rate | 申请率（%） | Applied of told (%)
--
-- The items of the menus in force that say whom they are for, against the profiles of registered
-- parties as last known. A party was told when it, or one it is linked to, was offered the item.
-- `--cases --number untold` lists who fits and was never told.
SELECT
    menu_id,
    item,
    countIf(number = 'fits') AS fits,
    countIf(number = 'told') AS told,
    countIf(number = 'untold') AS untold,
    if(fits = 0, NULL, round(100 * told / fits, 1)) AS told_rate,
    countIf(number = 'unfit') AS unfit,
    countIf(number = 'opened') AS opened,
    countIf(number = 'applied') AS applied,
    if(told + unfit = 0, NULL, round(100 * applied / (told + unfit), 1)) AS applied_rate
FROM report_offers_cases
GROUP BY menu_id, item
ORDER BY menu_id, item
