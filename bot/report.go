package bot

import (
	"context"

	"rapport/bot/view"
	"rapport/domain"
)

// reportCSV uploads the organiser's CSV anew, as things stand now, below the message
// whose button was pressed.
func (b *Bot) reportCSV(ctx context.Context, c Command) (Answer, error) {
	if b.programs == nil {
		return tell(view.NoPrograms()), nil
	}
	in, err := b.granted(ctx, c.Workspace)
	if err != nil {
		return Answer{}, err
	}
	err = b.enclose(ctx, in, c.Owner(), c.Channel, c.Reply.TS, c.At)
	switch {
	case domain.KindOf(err) == domain.KindNotFound:
		return tell(view.NoPrograms()), nil
	case err != nil:
		b.log.WarnContext(ctx, "CSV not attached", "workspace", c.Workspace, "code", codeOf(err))
		return tell(view.CSVMissing(lacks(err))), nil
	}
	return Answer{}, nil
}
