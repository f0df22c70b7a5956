-- How few parties nobody may see.
SELECT least_group FROM limits
