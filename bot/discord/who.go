package discord

import "github.com/bwmarrin/discordgo"

// author is who made an interaction, nil if that is not told.
func author(i *discordgo.Interaction) *discordgo.User {
	u := i.User
	if i.Member != nil && i.Member.User != nil {
		u = i.Member.User
	}
	if u == nil || !isSnowflake(u.ID) || !isSnowflake(i.ID) {
		return nil
	}
	return u
}

// where is where an interaction was made. What is not said to be the direct message
// with the bot is taken for a place where others are.
func where(i *discordgo.Interaction) Where {
	switch {
	case i.GuildID != "":
		return InServer
	case i.Context == discordgo.InteractionContextBotDM:
		return InDirect
	}
	return InPrivate
}

// manages tells whether somebody may manage the channel they are in.
func manages(m *discordgo.Member) bool {
	const any = discordgo.PermissionAdministrator | discordgo.PermissionManageGuild | discordgo.PermissionManageChannels
	return m != nil && m.Permissions&any != 0
}

// displayName is what somebody wants to be called.
func displayName(u *discordgo.User) string {
	if u.GlobalName != "" {
		return u.GlobalName
	}
	return u.Username
}
